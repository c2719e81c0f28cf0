"""Factiva's text, plain or as RTF: one article, with codes in front of its lines or without."""

from collections.abc import Sequence
from importlib.resources import files
from typing import Any

import attrs

from newsarchive.testing import Format, Renderer

from .factiva import STORIES, Page, rows


def _without_section(page: Page) -> Page:
    """No line but its place tells a section from a headline: a text without codes has none."""
    return page if page.indexed else attrs.evolve(page, section=None)


_STORIES = STORIES.map(_without_section)


def _write(page: Page) -> str:
    lines: list[str] = []
    for code, value in rows(page):
        texts = [value] if isinstance(value, str) else list(value)
        if code in ("LP", "TD"):
            lines.append("")
            texts = [each for text in texts for each in (text, "")][:-1]
        if not texts:
            continue
        lines += [f"{code:<4}{texts[0]}", *texts[1:]] if page.indexed else texts
        lines += [""] * (code in ("LP", "TD", "CY"))
    return "\n".join(lines) + "\n"


FACTIVA_TXT = Format(
    source="factiva-txt",
    samples=files("newsarchive_plugins") / "samples/factiva-txt",
    renderer=Renderer(_STORIES, _write),
    join=b"\n\n".join,
    encodings=("utf-8", "utf-16"),
    line_ends=("\n", "\r\n", "\r"),
    byte_order_mark=True,
)


def _escaped(text: str) -> str:
    r"""Text in RTF: `\uN?` for what is no ASCII, in UTF-16."""
    units = text.encode("utf-16-le")
    numbers = [int.from_bytes(units[at : at + 2], "little", signed=True) for at in range(0, len(units), 2)]
    return "".join(
        rf"\u{number}?" if not 0 < number < 128 else rf"\{chr(number)}" if chr(number) in "\\{}" else chr(number)
        for number in numbers
    )


def _row(code: str, value: Any) -> str:
    texts = [value] if isinstance(value, str) else value
    inside = r"\par ".join(map(_escaped, texts))
    return rf"\trowd\cellx500\cellx9000\pard\intbl{{\b {code}}}\cell {inside}\cell\row" + "\n"


def _paragraphs(_code: str, value: Any) -> str:
    return "".join(rf"\pard {_escaped(text)}\par" + "\n" for text in ([value] if isinstance(value, str) else value))


def _write_rtf(page: Page) -> bytes:
    shown = "".join((_row if page.indexed else _paragraphs)(code, value) for code, value in rows(page))
    return (
        r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss Arial;}}{\info{\company Factiva, Dow Jones}}" + "\n" + shown + "}"
    ).encode()


def _joined(documents: Sequence[bytes]) -> bytes:
    """One document with the articles of all, on pages of their own."""
    inside = [data.rstrip().removesuffix(b"}").partition(b"\n")[2] for data in documents]
    return documents[0].partition(b"\n")[0] + b"\n" + b"\\pard\\page\n".join(inside) + b"}"


FACTIVA_RTF = Format(
    source="factiva-rtf",
    samples=files("newsarchive_plugins") / "samples/factiva-rtf",
    renderer=Renderer(_STORIES, _write_rtf),
    join=_joined,
    says=None,
)

"""Mailboxes: mboxrd, which quotes all that looks like a beginning, and mboxcl2, which counts."""

import re
from importlib.resources import files

import attrs
from hypothesis import strategies as st

from newsarchive import Part
from newsarchive.testing import Format, Renderer

_LINES = st.sampled_from(
    [
        "The harbour board voted on Tuesday to rebuild the sea wall.",
        "From the quay to the lighthouse nothing is left of it.",
        "From ada@example.org Thu Oct 10 07:00:00 2024",
        "To: nobody",
        "",
    ]
)


@attrs.frozen
class Mail(Part):
    """A message, and whether its mailbox counts or quotes."""

    counted: bool = False


def _mail(lines: list[str], number: int, counted: bool, line_end: str) -> Mail:
    text = line_end.join(["The wall", *lines, "That is all.", ""])
    length = [f"Content-Length: {len(text)}"] if counted else []
    head = ["From: ada@example.org", f"Subject: Wall {number}", f"Message-ID: <{number}@example.org>", *length, "", ""]
    return Mail(f"{number}@example.org.eml", (line_end.join(head) + text).encode(), counted=counted)


def _write(mail: Mail) -> bytes:
    data = mail.data if mail.counted else re.sub(rb"^(>*From )", rb">\1", mail.data, flags=re.MULTILINE)
    return b"From ada@example.org Thu Oct 10 07:00:00 2024\n" + data + b"\n"


_MAILS = st.builds(_mail, st.lists(_LINES, max_size=4), st.integers(1, 3), st.booleans(), st.sampled_from(["\n", "\r\n"]))
MBOX = Format(
    source="mbox",
    samples=files("newsarchive_plugins") / "samples/mbox",
    renderer=Renderer(_MAILS, _write),
    join=b"".join,
)

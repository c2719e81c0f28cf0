"""Pages of news sites: what is read of them and how fast, beside trafilatura and resiliparse. python -m benchmarks.web_pages

The pages and the facts about them are those of ../shared (`samples/html-publisher`, `expected.jsonl`; `--shared` says where),
the measure of a text is that of its scorer: F1 of tokens. All four read each page in turn, in the same process; of `--times`
readings of a page the fastest counts. Time is processor time from the bytes to the text; ours includes all fields, theirs does
not: trafilatura's title, author and date are asked for off the clock, resiliparse gives none.
"""

import argparse
import gc
import gzip
import importlib.util
import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from newsarchive_plugins.web_page import parse

from newsarchive import Document, Draft

Record = dict[str, Any]
FIELDS = {"headline": "headline", "published": "published", "byline|authors": "authors"}


class Reader(NamedTuple):
    """A way to read a page: its text or our draft, and then, off the clock, a record with the fields of the facts."""

    name: str
    read: Callable[[bytes], Any]
    record: Callable[[bytes, Any], Record]


def ours(data: bytes) -> Draft | None:
    return next((each for each in parse(Document("page.html", data)) if isinstance(each, Draft)), None)


def our_record(_: bytes, draft: Draft | None) -> Record:
    if draft is None:
        return {}
    return {
        "headline": draft.headline,
        "byline": draft.byline,
        "authors": [{"name": each if isinstance(each, str) else each.name} for each in draft.authors],
        "published": str(draft.published) if draft.published else None,
        "body": [{"kind": each.kind, "text": each.text} for each in draft.body if not isinstance(each, str)],
    }


def trafilatura_readers() -> list[Reader]:
    """By itself and in its fast mode, both without readers' comments, to their good. Nothing if it is not installed."""
    try:
        from trafilatura import bare_extraction, extract
    except ImportError:
        return []

    def record(data: bytes, text: str | None) -> Record:
        found: Any = bare_extraction(data, fast=True, with_metadata=True)
        said = {"headline": found.title, "byline": found.author, "published": found.date} if found else {}
        return {**said, "body": text or ""}

    return [
        Reader("trafilatura", lambda data: extract(data, include_comments=False), record),
        Reader("trafilatura, fast", lambda data: extract(data, fast=True, include_comments=False), record),
    ]


def resiliparse_readers() -> list[Reader]:
    """Its main content. Nothing if it is not installed."""
    try:
        from resiliparse.extract.html2text import extract_plain_text
        from resiliparse.parse.encoding import detect_encoding
        from resiliparse.parse.html import HTMLTree
    except ImportError:
        return []

    def read(data: bytes) -> str:
        tree = HTMLTree.parse_from_bytes(data, detect_encoding(data) or "utf-8")
        return str(extract_plain_text(tree, main_content=True, alt_texts=False, preserve_formatting=False))

    return [Reader("resiliparse", read, lambda _, text: {"body": text})]


def scorer(shared: Path) -> Any:
    """The module that judges facts."""
    spec = importlib.util.spec_from_file_location("score", shared / "tools/score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def pages(shared: Path) -> list[tuple[bytes, list[Record]]]:
    """Each page with the facts about it."""
    facts: dict[str, list[Record]] = {}
    for line in (shared / "expected.jsonl").read_text("utf-8").splitlines():
        fact = json.loads(line)
        if fact["format"] == "html-publisher":
            facts.setdefault(fact["fixture"], []).append(fact)
    return [(gzip.decompress((shared / name).read_bytes()), of_page) for name, of_page in sorted(facts.items())]


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--shared", type=Path, default=Path(__file__).parents[2] / "shared")
    options.add_argument("--times", type=int, default=3)
    chosen = options.parse_args()
    score = scorer(chosen.shared)
    readers = [Reader("newsarchive", ours, our_record), *trafilatura_readers(), *resiliparse_readers()]
    every = pages(chosen.shared)
    seconds = dict.fromkeys((reader.name for reader in readers), 0.0)
    texts: dict[str, list[float]] = {reader.name: [] for reader in readers}
    held: dict[tuple[str, str], list[bool]] = {}
    for reader in readers:  # imports and compiled expressions are not the pages'
        reader.read(every[0][0])
    gc.collect()
    gc.freeze()
    for number, (data, facts) in enumerate(every):
        turn = number % len(readers)
        for reader in readers[turn:] + readers[:turn]:
            found, fastest = None, float("inf")
            for _ in range(chosen.times):
                start = time.process_time()
                found = reader.read(data)
                fastest = min(fastest, time.process_time() - start)
            seconds[reader.name] += fastest
            record = reader.record(data, found)
            run = {"articles": [record], "rc": 0, "timeout": False, "stderr": ""}
            for fact in facts:
                if fact["op"] == "body_f1_ge":
                    texts[reader.name].append(score.judge(fact, run)[2][2])
                elif fact["field"] in FIELDS:
                    held.setdefault((reader.name, FIELDS[fact["field"]]), []).append(score.judge(fact, run)[0])
    print(f"{len(every)} pages\n")
    columns = ("", "F1 of the text", "texts of .90 and more", "headline", "published", "authors", "pages a core second")
    print(f"| {' | '.join(columns)} |\n{'|---' * len(columns)}|")
    for reader in readers:
        mine = texts[reader.name]
        shares = [f"{statistics.mean(held[reader.name, field]):.0%}" for field in FIELDS.values()]
        good = sum(f1 >= 0.9 for f1 in mine)
        speed = len(every) / seconds[reader.name]
        print(f"| {reader.name} | {statistics.mean(mine):.3f} | {good} | {' | '.join(shares)} | {speed:.0f} |")


if __name__ == "__main__":
    main()

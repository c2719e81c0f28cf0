"""Which source claims which document: the table of docs/reference/confusion.md.

`python -m tests.docs.confusion` writes it anew. It needs `../shared` beside the checkout.
"""

import gzip
from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import attrs

from newsarchive import Document
from newsarchive.plugins import load
from newsarchive.sniff import Decision, decide
from newsarchive.testing import formats

from .support import DOCS

PAGE = DOCS / "reference" / "confusion.md"
_MARK = "<!-- the table: python -m tests.docs.confusion -->\n"


@cache
def decision(name: str, data: bytes) -> Decision:
    """How the sources bid for a document."""
    return decide(load().sources.values(), Document(name, data).sample())


@attrs.frozen
class Claimed:
    """What became of the documents of one kind: how many each source won, and who bid for them besides."""

    documents: int
    winners: Mapping[str, int]
    others: Mapping[str, int]


def claimed(documents: Mapping[str, bytes]) -> Claimed:
    """Ask for all of them."""
    winners: Counter[str] = Counter()
    others: Counter[str] = Counter()
    for name, data in documents.items():
        found = decision(name, data)
        winner = found.winner.name if found.winner else found.reasons[0].code
        confidence = next((bid.confidence for bid in found.offers if bid.source == winner), None)
        winners[f"{winner} {confidence}" if confidence else winner] += 1
        others.update(f"{bid.source} {bid.confidence}" for bid in found.offers if bid.confidence and bid.source != winner)
    return Claimed(len(documents), winners, others)


def kinds(shared: Path) -> dict[str, dict[str, bytes]]:
    """The documents that are asked about: the samples of each source, and the folders of fixtures."""
    found = {f"samples of `{source}`": dict(format_.documents()) for source, format_ in sorted(formats().items())}
    for folder in sorted(path for path in (shared / "samples").iterdir() if path.is_dir()):
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        found[f"fixtures `{folder.name}`"] = {path.name: fixture(path) for path in files}
    return found


def fixture(path: Path) -> bytes:
    """A fixture's bytes; web pages are kept compressed."""
    data = path.read_bytes()
    return gzip.decompress(data) if path.name.endswith(".html.gz") else data


def table(shared: Path) -> str:
    """The page's table, a row a kind of document."""
    rows = ["| documents | | read by | bids besides |", "|---|--:|---|---|"]
    for kind, documents in kinds(shared).items():
        found = claimed(documents)
        rows.append(f"| {kind} | {found.documents} | {_told(found.winners)} | {_told(found.others)} |")
    return "\n".join(rows) + "\n"


def _told(counts: Mapping[str, int]) -> str:
    ordered = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    return ", ".join(f"{name} × {number}" if number > 1 else name for name, number in ordered)


def page(shared: Path) -> str:
    """The page with its table as it is now."""
    before, mark, _ = PAGE.read_text("utf-8").partition(_MARK)
    assert mark, f"{PAGE} has lost the line {_MARK!r}"
    return f"{before}{mark}\n{table(shared)}"


if __name__ == "__main__":
    PAGE.write_text(page(DOCS.parent.parent / "shared"), "utf-8")
    print(table(DOCS.parent.parent / "shared"), end="")

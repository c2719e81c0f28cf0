"""Plain text: whatever is prose and nobody else claims."""

import re
from collections.abc import Iterator

from newsarchive import Bid, Confidence, Document, Draft, Sample, Source, hookimpl
from newsarchive.text import WHITE_SPACE

from ._prose import read_prose
from ._sample import text_ends

#: How files begin that are evidently written for a machine.
_NOT_PROSE = re.compile(
    rf"""[{WHITE_SPACE}\ufeff]*(?:
      <(?:[?!][\w\[-] | /?[a-z][\w.:-]*(?:\s[^<>]*)?/?>)          # XML, HTML, SGML
    | \{{\s*(?:"(?:[^"\\]|\\.){{0,1000}}"\s*: | \}}\s*\Z)          # a JSON object
    | \[\s*(?:[\[{{"] | -?\d[\d.eE+-]*\s*, | (?:true|false|null)\s*[,\]] | \]\s*\Z)  # a JSON array
    | \{{\\rtf | %PDF- | %!PS | ‰PNG                               # RTF, PDF, PostScript; PNG, read as windows-1252
    )""",
    re.VERBOSE | re.IGNORECASE,
)


def sniff(sample: Sample) -> Bid | None:
    """Text that begins as neither markup nor data; a file of white space as well, so that its reason is clear."""
    ends = text_ends(sample)
    if ends is None or _NOT_PROSE.match(ends.head):
        return None
    return Bid(Confidence.FALLBACK, "it is text")


def parse(document: Document) -> Iterator[Draft]:
    """One article."""
    yield read_prose(document.decoded().text)


@hookimpl
def newsarchive_sources() -> Source:
    """The source `plain-text`, the only one that bids FALLBACK."""
    return Source("plain-text", title="Plain text", sniff=sniff, parse=parse, lossless=True)

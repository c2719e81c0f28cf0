"""Race results of the Australian Associated Press: fields parted by US behind SOH, then a line a race."""

import re
from collections.abc import Iterator

from newsarchive import Bid, Confidence, Defect, Document, Draft, NotArticle, Notice, Sample, Source, hookimpl
from newsarchive.text import Line

from ._prose import read_prose, text_lines
from ._text_fields import TextFields

# results = SOH venue US race US flag US flag US state US weekday line-end body [ signer ]
# race    = meeting "-" number, or empty for a whole meeting
# signer  = "AAP" [ capitals ], the last line: what service it is
_HEADER = re.compile(rb"\s*\x01([^\x01-\x1f]*)(?:\x1f[^\x00-\x1f]*){4,}(?:[\r\n]|\Z)")
_HEADER_LENGTH = 1024
_SIGNER = re.compile(r"(?P<agency>AAP)(?: +(?P<service>[A-Z]{2,12}))?")


def sniff(sample: Sample) -> Bid | None:
    """The header's controls."""
    if _HEADER.match(sample.head[:_HEADER_LENGTH]):
        return Bid(Confidence.CERTAIN, "SOH and five fields or more, parted by US")
    return None


def parse(document: Document) -> Iterator[Draft | Defect | NotArticle | Notice]:
    """One article; what does not begin with the header is read as prose."""
    text = document.decoded().text
    found, furniture = text_lines(text)
    first, header = next((number, line) for number, line in enumerate(found) if not line.blank)
    header = header.stripped()
    if not header.text.startswith("\x01") or "\x1f" not in header.text:
        yield read_prose(text)
        return
    results = TextFields("aap-results", found, furniture)
    _read_header(results, header)
    body = list(found[first + 1 :])
    if match := body and _SIGNER.fullmatch(body[-1].stripped().text):
        _read_signer(results, body.pop().stripped(), match)
    results.prose(body)
    yield from results.found("it has a header and no results")


def _read_header(results: TextFields, header: Line) -> None:
    """The venue and the race name the article; what stands in the other fields is kept."""
    fields = []
    reached = 1
    for text in header.text[1:].split("\x1f"):
        results.aside(header.part(reached - 1, reached))
        fields.append(header.part(reached, reached + len(text)).stripped())
        reached += len(text) + 1
    venue, race, *others = fields
    results.take("headline", "header", venue, race)
    where = [each for each in (venue, *others[2:3]) if each.text]
    results.set("places", [each.text for each in where], "header", span=[each.span for each in where])
    for name, several in (("flags", others[:2]), ("weekday", others[3:4]), ("more", others[4:])):
        results.keep(name, " ".join(filter(None, (each.text for each in several))))
        results.evident(f"extra.{name}", "header", span=[each.span for each in several])


def _read_signer(results: TextFields, line: Line, match: re.Match[str]) -> None:
    """The agency, and which of its services this is."""
    results.take("credit", "signer", line)
    results.take("publisher", "signer", line.part(*match.span("agency")))
    if match["service"]:
        results.take("section", "signer", line.part(*match.span("service")))


@hookimpl
def newsarchive_sources() -> Source:
    """The source `aap-results`."""
    return Source("aap-results", title="Race results of AAP", sniff=sniff, parse=parse, lossless=True)

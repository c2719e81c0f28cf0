"""Factiva, the press database of Dow Jones: its pages, its answers in XML, and its text, which may be RTF."""

from collections.abc import Sequence

from newsarchive import Source, hookimpl

from . import answer, page, rich, text


@hookimpl
def newsarchive_sources() -> Sequence[Source]:
    """The sources `factiva-html`, `factiva-xml`, `factiva-txt` and `factiva-rtf`."""
    return [
        Source("factiva-html", title="Factiva, HTML", sniff=page.sniff, parse=page.parse, libraries=("lxml",)),
        Source("factiva-xml", title="Factiva, XML", sniff=answer.sniff, parse=answer.parse, libraries=("lxml",)),
        Source("factiva-txt", title="Factiva, as text", sniff=text.sniff, parse=text.parse, lossless=True),
        Source("factiva-rtf", title="Factiva, RTF", sniff=rich.sniff, parse=rich.parse, refines=("rtf",)),
    ]

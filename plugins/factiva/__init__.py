"""Factiva, the press database of Dow Jones: its pages, its answers in XML, and its text."""

from collections.abc import Sequence

from newsarchive import Source, hookimpl

from . import answer, page


@hookimpl
def newsarchive_sources() -> Sequence[Source]:
    """The sources `factiva-html`, `factiva-xml` and `factiva-txt`."""
    return [
        Source("factiva-html", title="Factiva, HTML", sniff=page.sniff, parse=page.parse, libraries=("lxml",)),
        Source("factiva-xml", title="Factiva, XML", sniff=answer.sniff, parse=answer.parse, libraries=("lxml",)),
    ]

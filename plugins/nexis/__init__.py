"""LexisNexis: exports as text, as HTML, and from Nexis Uni as DOCX and RTF."""

from newsarchive import Source, hookimpl

from . import txt


@hookimpl
def newsarchive_sources() -> list[Source]:
    """The sources `lexisnexis-html`, `nexis-txt` and `nexis-uni`."""
    return [
        Source("nexis-txt", title="LexisNexis, as text", sniff=txt.sniff, parse=txt.parse, lossless=True),
    ]

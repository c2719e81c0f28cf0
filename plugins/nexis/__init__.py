"""LexisNexis: exports as text, as HTML, and from Nexis Uni as DOCX and RTF."""

from newsarchive import Source, hookimpl

from . import html, txt, uni


@hookimpl
def newsarchive_sources() -> list[Source]:
    """The sources `lexisnexis-html`, `nexis-txt` and `nexis-uni`."""
    return [
        Source("lexisnexis-html", title="LexisNexis, as HTML", sniff=html.sniff, parse=html.parse),
        Source("nexis-txt", title="LexisNexis, as text", sniff=txt.sniff, parse=txt.parse, lossless=True),
        Source("nexis-uni", title="Nexis Uni, as DOCX and RTF", sniff=uni.sniff, parse=uni.parse, refines=("docx", "rtf")),
    ]

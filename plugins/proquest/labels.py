"""The labels of ProQuest's exports, a closed list: a colon alone makes none."""

import re

from newsarchive.text import Line

# entry   = label ":" value *( line-end value )
# heading = "ABSTRACT" / "FULL TEXT" / "LINKS" / "DETAILS", alone on its line: exports as RTF
#: What stands above the text.
HEAD = frozenset(("Author", "Publication info"))
ABSTRACT, FULL_TEXT, LINKS, DETAILS, ILLUSTRATION = "Abstract", "Full text", "Links", "Details", "Illustration"
#: The first of those that are always there below the text.
TITLE = "Publication title"
#: What stands below the text.
BELOW = (
    *("Subject", "Location", "People", "Company / organization", "Company", "Organization", "Classification", "Title"),
    *("Business indexing term", "Identifier / keyword", "Identifier", "Publication year", "Publication date", "Year"),
    *("Section", "Pages", "Page", "First page", "Last page", "Number of pages", "Column", "Dateline", "Publisher"),
    *("Place of publication", "Country of publication", "Publication subject", "Volume", "Issue", "Edition", "ISSN", "e-ISSN"),
    *("Source type", "Language of publication", "Document type", "Document feature", "ProQuest document ID", "Document URL"),
    *("Accession number", "Subtitle", "Alternate title", "Copyright", "Last updated", "Database", "Credit line", TITLE),
)
_KNOWN = {re.sub(r"\W", "", name).lower(): name for name in (*HEAD, ABSTRACT, FULL_TEXT, LINKS, *BELOW)}
_HEADINGS = {name.upper(): name for name in (ABSTRACT, FULL_TEXT, LINKS, DETAILS)}
# Mail takes blanks out of labels and puts others in: `Documenttype:`, `Languageof publication:`.
_GAP = r"[ \t\xa0]{0,2}"
_NAMES = sorted((*HEAD, ABSTRACT, FULL_TEXT, LINKS, *BELOW), key=len, reverse=True)
_LABEL = re.compile(
    rf"(?P<name>{'|'.join(re.escape(name).replace(chr(92) + ' ', _GAP) for name in _NAMES)}){_GAP}:[ \t\xa0]*", re.IGNORECASE
)
_HEADING = re.compile(r"(?P<name>ABSTRACT|FULL TEXT|LINKS|DETAILS)(?: \([A-Z ]{1,30}\))?")


def label_of(line: Line) -> tuple[str, Line, Line] | None:
    """The label that a line begins with, by its own name, where it stands, and what stands behind it; or None."""
    if ":" not in line.text and not line.text.isupper():  # most lines: it is quick
        return None
    if match := _LABEL.match(line.text):
        return _KNOWN[re.sub(r"\W", "", match["name"]).lower()], line.part(0, match.end()), line.part(match.end())
    if match := _HEADING.fullmatch(line.text):
        return _HEADINGS[match["name"]], line, line.part(len(line.text))
    return None

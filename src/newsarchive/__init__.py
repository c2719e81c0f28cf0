"""newsarchive: a folder of news files in, an archive of clean, deduplicated JSON records out.

This is the face that plugins import; `newsarchive.dates` and `newsarchive.text` go with it.
"""

from .dates import PartialDate
from .drafts import Defect, Draft, NotArticle, Notice, Part
from .errors import NewsarchiveError, Unreadable
from .hookspecs import hookimpl
from .model import Author, Block, Dateline, Evidence, Media, Span, Subject
from .sources import Bid, Confidence, Document, Sample, Source

__version__ = "0.1.0"

__all__ = [
    "Author",
    "Bid",
    "Block",
    "Confidence",
    "Dateline",
    "Defect",
    "Document",
    "Draft",
    "Evidence",
    "Media",
    "NewsarchiveError",
    "NotArticle",
    "Notice",
    "Part",
    "PartialDate",
    "Sample",
    "Source",
    "Span",
    "Subject",
    "Unreadable",
    "__version__",
    "hookimpl",
]

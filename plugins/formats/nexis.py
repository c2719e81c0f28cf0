"""LexisNexis as text, as HTML and from Nexis Uni as DOCX: one article in the labels of four languages."""

import datetime
import html
import io
import textwrap
import zipfile
from collections.abc import Sequence
from importlib.resources import files

from newsarchive import Block, Dateline, PartialDate
from newsarchive.testing import Format, Renderer
from newsarchive.testing.says import markup_text

from .nexis_pages import INTERFACES, LANGUAGES, RELEVANT, Page, pages


def _date(page: Page) -> str:
    look = INTERFACES[page.interface]
    date = page.published
    assert isinstance(date, PartialDate)
    assert date.month
    assert date.day
    weekday = look.weekdays.split()[datetime.date(date.year, date.month, date.day).weekday()]
    return look.date.format(day=date.day, month=look.months.split()[date.month - 1], year=date.year, weekday=weekday)


def _section(page: Page) -> str | None:
    parts = [page.section, page.page and f"Pg. {page.page}", page.version and f"Version:{page.version}"]
    return "; ".join(filter(None, parts)) if page.section else None


def _listed(names: Sequence[str]) -> str:
    return "; ".join(f"{name} ({RELEVANT[name]}%)" for name in names)


def _front(page: Page) -> dict[str, str | None]:
    words = INTERFACES[page.interface].labels["words"]
    return {
        "byline": page.byline,
        "section": _section(page),
        "length": f"{page.extra['words']} {words}",
        "dateline": page.dateline.text if isinstance(page.dateline, Dateline) else None,
        "highlight": page.summary,
    }


def _back(page: Page) -> dict[str, str | None]:
    return {
        "subject": _listed([each.name for each in page.subjects if each.name]),
        "person": _listed(page.people),
        "organisation": _listed(page.organisations),
        "place": _listed(page.places),
        "load-date": page.extra.get("load-date"),
        "language": LANGUAGES[page.language] if page.language else None,
        "correction": page.note,
        "publication-type": page.extra.get("publication-type"),
        "journal-code": page.extra.get("journal-code"),
    }


def _blocks(page: Page, kind: str) -> list[str]:
    return [block.text for block in page.body if isinstance(block, Block) and block.kind == kind]


def _text(page: Page) -> str:
    """As text: centred, labelled, broken at a column."""
    look = INTERFACES[page.interface]

    def wrapped(text: str) -> str:
        return textwrap.fill(text, page.width, break_long_words=False, break_on_hyphens=False)

    def labelled(values: dict[str, str | None]) -> list[str]:
        return [wrapped(f"{look.labels[role]}: {value}") for role, value in values.items() if value]

    def centred(text: str) -> str:
        return f"{' ' * max(20, (80 - len(text)) // 2)}{text}"

    top = [centred(look.number.format(1, 1)), "", centred(page.publisher or "")]
    dated = "\n".join(centred(text) for text in (_date(page), page.edition) if text)
    captions = [wrapped(f"{look.labels['graphic']}: {text}") for text in _blocks(page, "caption")]
    texts = [wrapped(text) for text in _blocks(page, "paragraph")]
    rights = [centred(page.copyright)] if page.copyright else []
    pieces = [*top, dated, wrapped(page.headline or ""), *labelled(_front(page)), *texts, *captions]
    return "\n\n".join([*pieces, *labelled(_back(page)), *rights]) + "\n"


def _html(page: Page) -> str:
    """As a page of fields, whose classes mean what its style says."""
    look = INTERFACES[page.interface]

    def field(text: str, centred: bool = False) -> str:
        name = "c0" if centred else "c5"
        return f'<br><div class="{name}"><p class="c6">{text}</p>\n</div>\n'

    def labelled(values: dict[str, str | None]) -> str:
        shown = ((look.labels[role], html.escape(value)) for role, value in values.items() if value)
        return "".join(field(f'<span class="c8">{label}: </span><span class="c2">{value}</span>') for label, value in shown)

    texts = "".join(f'<p class="c9"><span class="c2">{html.escape(text)}</span></p>\n' for text in _blocks(page, "paragraph"))
    captions = "".join(labelled({"graphic": text}) for text in _blocks(page, "caption"))
    return (
        "<html><head><style><!--\n.c0 { text-align: center; }\n.c5 { text-align: left; }\n--></style>\n"
        '<!-- LXNComment 12:34 -->\n<meta topic="null" documents="1" updated="12 March 2013  11:14:45 EST"></head><body>\n'
        '<a name="DOC_ID_0_0"></a><!-- Hide XML section from browser\n<DOC NUMBER=1>\n<DOCFULL> -->\n'
        + field(look.number.format(1, 1), centred=True)
        + field(html.escape(page.publisher or ""), centred=True)
        + field(_date(page), centred=True)
        + (field(html.escape(page.edition), centred=True) if page.edition else "")
        + field(html.escape(page.headline or ""))
        + labelled(_front(page))
        + f'<br><div class="c5">{texts}</div>\n{captions}'
        + labelled(_back(page))
        + (field(html.escape(page.copyright), centred=True) if page.copyright else "")
        + "<!-- Hide XML section from browser\n</DOCFULL>\n</DOC> -->\n</body></html>\n"
    )


#: What Nexis Uni writes in small letters.
_UNI = {
    "organisation": "Organization",
    "load-date": "Load-Date",
    "publication-type": "Publication-Type",
    "journal-code": "Journal Code",
}
_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _uni(page: Page) -> bytes:
    """As a DOCX, with a cover, one article and the number of its delivery."""

    def labelled(values: dict[str, str | None]) -> list[str]:
        labels = INTERFACES[page.interface].labels
        return [f"{_UNI.get(role, labels[role].title())}:\u00a0{value}" for role, value in values.items() if value]

    cover = [
        "Date and Time: 5 July 2019 09:31:00 CEST",
        "Job Number: 0000001",
        "Documents (1)",
        "Client/Matter: -None-",
    ]
    captions = _blocks(page, "caption")
    top = [page.headline, page.publisher, _date(page), page.copyright]
    text = ["Body", *_blocks(page, "paragraph"), *(["Graphic", *captions] if captions else [])]
    article = [*filter(None, top), *labelled(_front(page)), *text, "Classification", *labelled(_back(page)), "End of Document"]
    paragraphs = [*(_paragraph(each) for each in cover), "<w:p><w:pPr><w:sectPr/></w:pPr></w:p>", *map(_paragraph, article)]
    body = f'<w:document xmlns:w="{_MAIN}"><w:body>{"".join(paragraphs)}</w:body></w:document>'
    properties = '<Properties><property pid="5" name="LADeliveryID"><lpwstr>1</lpwstr></property></Properties>'
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in (("docProps/custom.xml", properties), ("word/document.xml", body)):
            archive.writestr(zipfile.ZipInfo(name), data)
    return file.getvalue()


def _paragraph(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{html.escape(text)}</w:t></w:r></w:p>'


_SAMPLES = files("newsarchive_plugins") / "samples"
NEXIS_TXT = Format(
    source="nexis-txt",
    samples=_SAMPLES / "nexis-txt",
    renderer=Renderer(pages(edition=True, version=False), _text),
    join=b"\n\n".join,
    encodings=("utf-8", "utf-16"),
    line_ends=("\n", "\r\n", "\r"),
    byte_order_mark=True,
)
LEXISNEXIS_HTML = Format(
    source="lexisnexis-html",
    samples=_SAMPLES / "lexisnexis-html",
    renderer=Renderer(pages(edition=True, version=False), _html),
    line_ends=("\n", "\r\n"),
    byte_order_mark=True,
    says=lambda piece: markup_text(piece).replace("\0", ""),  # which would end a page, and is left out
    derived=frozenset(("summary", "note", "edition", "copyright")),  # put together from several fields
)
NEXIS_UNI = Format(
    source="nexis-uni",
    samples=_SAMPLES / "nexis-uni",
    renderer=Renderer(pages(edition=False, version=True), _uni),
    says=None,
)

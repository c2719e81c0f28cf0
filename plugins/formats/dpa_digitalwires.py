"""dpa digitalwires: one entry, with all of its keys."""

import json
from collections.abc import Sequence
from importlib.resources import files
from typing import Any
from xml.sax.saxutils import escape

import attrs
from hypothesis import strategies as st

from newsarchive import Author, Block, Dateline, Draft, Media, Subject
from newsarchive.testing import Format, Renderer
from newsarchive.testing.says import json_markup
from newsarchive.testing.strategies import headlines, names, paragraphs, partial_dates, xml_text

_TEXT = headlines | xml_text
_PERSONS = st.sampled_from(["Thomas Est", "O. Byrne", "J. R. Quill-Marsh", "Ana de la Cruz"])
_BLOCKS = st.builds(Block, st.sampled_from(["paragraph", "crosshead", "list_item", "quote"]), _TEXT)
_TAGS = {"paragraph": "p", "crosshead": "h2", "list_item": "li", "quote": "blockquote"}
_MEDIA = st.builds(Media, st.just("image"), st.just("https://pictures.example/v1-s2048.jpeg"), _TEXT, _TEXT)
_DATELINES = st.sampled_from(
    [
        Dateline("Port Ellery (dpa)", place="Port Ellery"),
        Dateline("Ellery/Berlin (dpa/bb)", place="Ellery/Berlin"),
        Dateline("MADRID, 21 Nov. 2024 (Europa Press)", place="MADRID"),
    ]
)
_ENTRIES = st.builds(
    Draft,
    extra=st.just({"format": "digitalwires@0.9.1", "type": "composite"}),
    headline=_TEXT,
    summary=st.none() | _TEXT,
    body=paragraphs.map(lambda texts: [Block("paragraph", text) for text in texts]) | st.lists(_BLOCKS, min_size=1, max_size=4),
    published=st.none() | partial_dates(),
    embargoed=st.none() | partial_dates(),
    language=st.sampled_from([None, "de", "es"]),
    identifiers=st.fixed_dictionaries({"urn": st.just("urn:newsml:dpa.com:1")}, optional={"entry_id": _TEXT}),
    keywords=st.lists(_TEXT, max_size=2, unique=True),
    people=st.lists(names, max_size=2, unique=True),
    subjects=st.lists(st.builds(Subject, st.just("medtop"), st.just("20000651"), _TEXT), max_size=2, unique=True),
    urgency=st.none() | st.integers(1, 8),
    status=st.sampled_from(["usable", "withheld", "canceled"]),
    version=st.sampled_from(["1", "12"]),
    copyright=st.none() | _TEXT,
    usage_terms=st.none() | _TEXT,
    credit=st.none() | _TEXT,
    dateline=st.none() | _DATELINES,
    media=st.lists(_MEDIA, max_size=2),
)
_SIGNED = st.builds(
    lambda entry, signers: attrs.evolve(
        entry, byline=f"Von {' und '.join(signers)}", authors=[Author(name) for name in signers]
    ),
    _ENTRIES,
    st.lists(_PERSONS, min_size=1, max_size=2, unique=True),
)


def _write(entry: Draft) -> str:
    blocks = [block for block in entry.body if isinstance(block, Block)]
    markup = "".join(f"<{_TAGS[block.kind]}>{escape(block.text)}</{_TAGS[block.kind]}>" for block in blocks)
    categories: list[dict[str, Any]] = [{"type": "dnltype:keyword", "name": name, "qcode": None} for name in entry.keywords]
    categories += [{"type": "dnltype:person", "name": name, "qcode": None} for name in entry.people]
    categories += [
        {"type": "dnltype:dpasubject", "name": each.name, "qcode": f"{each.scheme}:{each.code}", "rank": 1}
        for each in entry.subjects
    ]
    said: dict[str, Any] = {
        **entry.extra,
        "entry_id": entry.identifiers.get("entry_id"),
        "urn": entry.identifiers["urn"],
        "version_created": str(entry.published) if entry.published else None,
        "version": int(entry.version or 1),
        "pubstatus": entry.status,
        "embargoed": str(entry.embargoed) if entry.embargoed else None,
        "language": entry.language,
        "urgency": entry.urgency,
        "headline": entry.headline,
        "subhead": None,
        "teaser": entry.summary,
        "byline": entry.byline,
        "dateline": f"{entry.dateline.text} - " if isinstance(entry.dateline, Dateline) else None,
        "article_html": f'<section class="main">{markup}</section>',
        "creditline": entry.credit,
        "copyrightnotice": entry.copyright,
        "usageterms": entry.usage_terms,
        "notepad": None,
        "ednotes": [],
        "associations": [
            {
                "type": each.kind,
                "caption": each.caption,
                "creditline": each.credit,
                "renditions": [{"size": 400, "url": "https://pictures.example/small"}, {"size": 2048, "url": each.url}],
            }
            for each in entry.media
        ],
        "categories": categories,
        "keyword_names": list(entry.keywords),
    }
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"


def _joined(documents: Sequence[bytes]) -> bytes:
    """A page of what the documents hold."""
    values = [json.loads(data) for data in documents]
    several = [each for value in values for each in (value.get("entries", [value]))]
    return json.dumps({"entries": several}, ensure_ascii=False).encode()


DPA_DIGITALWIRES = Format(
    source="dpa-digitalwires",
    samples=files("newsarchive_plugins") / "samples/dpa-digitalwires",
    renderer=Renderer(_ENTRIES | _SIGNED, _write),
    join=_joined,
    line_ends=("\n", "\r\n"),
    byte_order_mark=True,
    says=json_markup,
    derived={"note", "status"},
)

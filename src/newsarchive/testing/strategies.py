"""Hypothesis strategies for what newsarchive handles: hostile text and bytes, names, partial dates, drafts, articles.

`articles()` and `drafts()` give some of the fields, `everything()` all of them.
"""

import re
from typing import Any, get_args

from hypothesis import strategies as st

from ..dates import PartialDate
from ..drafts import Draft
from ..fields import BlockKind, Status
from ..model import Article, Author, Block, Dateline, Evidence, Media, Provenance, Record, Span, Subject

#: Characters that break programs: controls, marks, joiners, bidirectional and invisible ones, look-alikes, the unassigned.
NASTY = (
    "\x00\x01\x08\t\n\v\f\r\x1b\x1c\x1d\x1e\x1f \x7f\x85\xa0\xad"
    "\u0300\u0301\u0308\u0327\u0338\u0344\u034f\u061c\u0374\u0384\u0385\u05f3\u115f\u1160\u1680\u180b\u180e"
    "\u1fbd\u1fbf\u1fef\u1ffd\u200b\u200c\u200d\u200e\u200f\u2010\u2011\u2014\u2018\u2019\u201c\u201d\u2028\u2029\u202e\u202f"
    "\u2033\u2034\u2057\u2060\u2066\u2069\u2212\u2e3a\u3000\u3099\u3164\ud55c\u1112\u1161\u11ab\ufb01\ufdfa\ufe0f\ufe58\ufeff"
    "\uff02\uff07\uff0d\uff21\uffa0\ufffd\uffff\u0378\u1c89\ua7cb"
    "\U0001e030\U0001e4ec\U0001e4ee\U0001f3fd\U0001f469\U0001f4bb\U00011935\U00010ead\U000e0001\U000e0101\U0010ffff"
    "'\"`--''``\\/<>&\x00{}[]%éåﬀ北م"
)
#: Any code point that UTF-8 can hold, the nasty ones often.
characters = st.one_of(st.sampled_from(NASTY), st.characters(exclude_categories=["Cs"]), st.characters(max_codepoint=0x7E))
#: Any text that UTF-8 can hold, also empty.
hostile = st.text(characters, max_size=40)
#: A text as a field of the record holds it: at least one character.
texts = st.text(characters, min_size=1, max_size=24)
#: A text with half of a surrogate pair somewhere: no UTF-8 holds it.
broken = st.builds(lambda left, half, right: left + half + right, hostile, st.characters(categories=["Cs"]), hostile)
#: A text without surrogates, NUL or other controls, as a well-behaved document has it.
plain = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=24).filter(str.strip)


#: A text as XML 1.0 holds it (2.2): no controls, no U+FFFE and U+FFFF; single spaces only, none at its ends.
xml_text = plain.map(lambda text: " ".join(re.sub("[\ufffe\uffff]", "", text).split())).filter(bool)


@st.composite
def partial_dates(draw: st.DrawFn) -> PartialDate:
    """A date at any precision, leap seconds and all zones included."""
    day = draw(st.dates())
    time = draw(st.times())
    fields: list[Any] = [day.year, day.month, day.day, time.hour, time.minute, draw(st.sampled_from([time.second, 60]))]
    precision = draw(st.sampled_from([1, 2, 3, 5, 6]))
    known: list[Any] = [value if place < precision else None for place, value in enumerate(fields)]
    fraction = draw(st.none() | st.from_regex("[0-9]{1,9}", fullmatch=True)) if precision == 6 else None
    zone = draw(st.none() | st.integers(-14 * 60, 14 * 60)) if precision >= 5 else None
    return PartialDate(*[*known, fraction, zone])


#: A stretch of a document, in either unit.
spans = st.builds(
    lambda unit, start, length: Span(unit, start, start + length),
    st.sampled_from(["codepoint", "byte"]),
    st.integers(0, 2**40),
    st.integers(0, 2**20),
)
#: A kind of block.
kinds = st.sampled_from(get_args(BlockKind))
#: A block of any kind.
blocks = st.builds(Block, kinds, texts)
#: A body: up to four blocks.
bodies = st.lists(blocks, max_size=4).map(tuple)
#: The name of a source.
source_names = st.from_regex(r"[a-z0-9]{1,8}([.-][a-z0-9]{1,4}){0,2}", fullmatch=True)
#: A SHA-256 in hexadecimal digits.
digests = st.from_regex("[0-9a-f]{64}", fullmatch=True)
#: A language as BCP 47 has it.
languages = st.sampled_from(["en", "de-AT", "zh-Hant-TW", "ar", "sl-rozaj"])
#: What a format may say beside our fields: JSON without nulls and floats.
portable: st.SearchStrategy[Any] = st.recursive(
    st.booleans() | st.integers(1 - 2**53, 2**53 - 1) | hostile,
    lambda below: st.lists(below, max_size=3) | st.dictionaries(hostile, below, max_size=3),
    max_leaves=6,
)
#: Where a value stood, and by which rule it was read.
evidence = st.builds(Evidence, rule=texts, span=st.lists(spans, max_size=2).map(tuple), path=st.none() | texts)
#: Where an article comes from.
provenances = st.builds(
    Provenance,
    original=digests,
    name=texts,
    source=source_names,
    source_version=texts,
    member=st.none() | texts,
    span=st.none() | spans,
    encoding=st.none() | texts,
)

#: A strategy for every field of an article that may be absent, where it is there.
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    **dict.fromkeys(("headline", "summary", "slugline", "byline", "credit", "publisher", "url", "section"), texts),
    **dict.fromkeys(("edition", "page", "version", "note", "copyright", "usage_terms"), texts),
    **dict.fromkeys(("published", "modified", "embargoed"), partial_dates()),
    **dict.fromkeys(("keywords", "places", "people", "organisations"), st.lists(texts, min_size=1, max_size=3).map(tuple)),
    "body": st.lists(blocks, min_size=1, max_size=4).map(tuple),
    "authors": st.lists(
        st.builds(Author, texts, role=st.none() | texts, organisation=st.none() | texts), min_size=1, max_size=2
    ).map(tuple),
    "dateline": st.builds(Dateline, texts, place=st.none() | texts, date=st.none() | partial_dates()),
    "language": languages,
    "identifiers": st.dictionaries(texts, texts, min_size=1, max_size=3),
    "subjects": st.lists(
        st.builds(Subject, scheme=st.none() | texts, code=texts, name=st.none() | texts), min_size=1, max_size=2
    ).map(tuple),
    "urgency": st.integers(1, 9),
    "status": st.sampled_from(get_args(Status)),
    "media": st.lists(
        st.builds(Media, texts, url=st.none() | texts, caption=st.none() | texts, credit=st.none() | texts),
        min_size=1,
        max_size=2,
    ).map(tuple),
    "extra": st.dictionaries(source_names, st.dictionaries(hostile, portable, max_size=3), min_size=1, max_size=2),
    "evidence": st.dictionaries(texts, evidence, min_size=1, max_size=2),
}


def everything() -> st.SearchStrategy[Article]:
    """An article with every field."""
    fields: dict[str, st.SearchStrategy[Any]] = {**FIELDS, "provenance": provenances}
    return st.fixed_dictionaries(fields).map(lambda given: Article(**given))


def articles() -> st.SearchStrategy[Article]:
    """An article with any of the fields; it has a headline or a body."""
    always: dict[str, st.SearchStrategy[Any]] = {"provenance": provenances}
    return (
        st.fixed_dictionaries(always, optional=FIELDS)
        .filter(lambda fields: "headline" in fields or "body" in fields)
        .map(lambda fields: Article(**fields))
    )


def records() -> st.SearchStrategy[Record]:
    """A record with every field, under whatever hash."""
    fields: dict[str, st.SearchStrategy[Any]] = {
        **FIELDS,
        "provenance": provenances,
        "content_hash": digests.map("sha256:{}".format),
    }
    return st.fixed_dictionaries(fields).map(lambda given: Record(**given))


def drafts() -> st.SearchStrategy[Draft]:
    """What a parser may yield, well-formed: any of the fields of an article, and a headline or a body."""
    fields = {name: strategy for name, strategy in FIELDS.items() if name != "evidence"}
    fields["extra"] = st.dictionaries(hostile, portable, max_size=3)
    return (
        st.fixed_dictionaries({}, optional=fields)
        .filter(lambda given: "headline" in given or "body" in given)
        .map(lambda given: Draft(**given))
    )


#: Arbitrary bytes: random ones, text of all kinds in encodings of all kinds, and nests of what markup is made of.
hostile_bytes = st.one_of(
    st.binary(max_size=200),
    st.builds(
        lambda pieces, encoding: "".join(pieces).encode(encoding, "ignore"),
        st.lists(st.one_of(hostile, st.sampled_from(["\n", "\r\n", "\n\n", "\f", "  "])), max_size=20),
        st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252", "koi8-r", "shift_jis", "utf-7"]),
    ),
    st.builds(
        lambda unit, count: unit * count,
        st.sampled_from([b"<a>", b"[", b"{", b"(", b"<!--", b"&amp;", b"\n", b" ", b"\x00", b"\xff", b"-", b'"', b"\\"]),
        st.integers(1, 300),
    ),
)

_FAMILY = st.sampled_from(
    ["Byrne", "O'Byrne", "D’Arcy", "Quill-Marsh", "al-Sayed", "Müller", "Ďurišová", "Петрова", "Τσάκος", "Ó Briain"]
)
_PARTICLES = st.sampled_from(["", "", "", "van ", "van der ", "de la ", "von der ", "bin ", "di ", "dos "])
_INITIALS = st.lists(st.sampled_from("ABDJORÉЖ"), min_size=1, max_size=3)
_OTHER_SCRIPTS = st.sampled_from(["山田太郎", "김민수", "أحمد المصري", "דנה לוי", "राम शर्मा", "アンナ・ペトロワ", "สมชาย ใจดี"])
#: Names as they are printed: initials close together or apart, or a given name; particles; scripts without case.
names = st.one_of(
    st.builds(lambda initials, family: "".join(f"{each}." for each in initials) + family, _INITIALS, _FAMILY),
    st.builds(lambda i, p, family: " ".join(f"{each}." for each in i) + " " + p + family, _INITIALS, _PARTICLES, _FAMILY),
    st.builds(lambda p, family: f"Anne-Marie {p}{family}", _PARTICLES, _FAMILY),
    _OTHER_SCRIPTS,
)
#: Agencies as they sign.
agencies = st.sampled_from(["IP", "NWA", "dpa", "EFE/EPA", "ТАСС", "共同", "A.P.", "AT&T", "Reuters", "IP-24"])
#: Bylines as they are printed: `By A.Roe, B.Doe and C. d'Arcy`.
bylines = st.builds(
    lambda by, signers, joiner: by + joiner.join(signers),
    st.sampled_from(["", "By ", "BY "]),
    st.lists(names, min_size=1, max_size=3, unique=True),
    st.sampled_from([", ", " and ", "/", " & "]),
)
#: Headlines as they are printed, shorter than any of `paragraphs`.
headlines = st.sampled_from(["Port Ellery to rebuild sea wall", "Is the wall worth it?", "Дамбу восстановят", "‘No illusions’"])
#: Paragraphs that are a sentence or two each, longer than any of `headlines`.
paragraphs = st.lists(
    st.sampled_from(
        [
            "The harbour board voted on Tuesday to rebuild the sea wall, ending a dispute of three years.",
            '"But we have no illusions -- there are some sceptical members," she said of the vote on the wall.',
            "Портовый совет проголосовал во вторник за восстановление дамбы, которая рухнула месяц назад.",
            "Opponents – led by the fishermen’s association – said that they would go to the district court.",
            "“It is time,” said Marta Quill, who chairs the board; nobody on the benches behind her disagreed.",
            "港务局星期二投票决定重建上个月在暴风雨中倒塌的海堤，结束了分裂该镇近三年的争端，主席说，他们已经等得够久了。",
            "The café on the quay stays open. Its owner, who lost two tables to the storm, asked for no help.",
        ]
    ),
    min_size=1,
    max_size=5,
)

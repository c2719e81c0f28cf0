"""`export --format ninjs`: valid by the IPTC's schema, and the same article when the source `ninjs` reads it again."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import attrs
import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive import Author, Block, Dateline, Document, Draft, Media, PartialDate, Subject
from newsarchive.canonical import plain
from newsarchive.export import ninjs
from newsarchive.export.rows import row
from newsarchive.identity import content_hash
from newsarchive.model import SCHEMA, Article, Provenance
from newsarchive.normalize import normalize
from newsarchive.pipeline.reader import Reader
from newsarchive.testing.strategies import drafts, texts

from .support import bundled

PAGE = Path(__file__).parents[2] / "docs/formats/ninjs.md"
PROVENANCE = Provenance(original="0" * 64, name="a", source="fields", source_version="1")
ADDRESSES = st.sampled_from(["https://post.example/a?b=c#d", "http://post.example/grün", "urn:ip:1", "tag:ip,2024:1"])
DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:[0-5]\d(\.\d+)?[+-]\d\d:\d\d")
#: The table in the documentation: field, and where it is written. A dash: nowhere.
TABLE = [
    (name, where.strip())
    for names, where in re.findall(
        r"^\| (`[^|]*`) \|([^|]*)\|", PAGE.read_text("utf-8").partition("## As `newsarchive export`")[2], re.M
    )
    for name in re.findall(r"`(\w+)`", names)
]
FIELDS = {name for name, where in TABLE if where != "–"}
SAME = ("headline", "summary", "slugline", "credit", "publisher", "language", "identifiers", "urgency", "status", "version")


def uncontrolled(value: Any) -> Any:
    """Without C0 controls, which HTML cannot hold."""
    if isinstance(value, str):
        return re.sub("[\x00-\x08\x0b-\x1f]", "", value)
    if isinstance(value, list | tuple):
        return [each for each in map(uncontrolled, value) if each not in ("", None)]
    if isinstance(value, dict):
        return {uncontrolled(name): uncontrolled(each) for name, each in value.items()}
    if isinstance(value, Author | Media | Subject | Block):
        held: Any = {name: uncontrolled(each) or None for name, each in attrs.asdict(value).items()}
        needed = {Author: "name", Media: "kind", Subject: "code", Block: "text"}[type(value)]
        return type(value)(**held) if held[needed] else None
    return value


def article(draft: Draft, url: str | None) -> Article | None:
    """The article that a draft makes in the core."""
    fields = {name: uncontrolled(getattr(draft, name)) for name in attrs.fields_dict(Draft)}
    return normalize(Draft(**(fields | {"url": url, "furniture": ()})), PROVENANCE, 0)[0]


ARTICLES = st.builds(article, drafts(), st.none() | texts | ADDRESSES).filter(bool)


NOON = PartialDate.parse("2024-12-03T12:00:00Z")
EVERYTHING = Article(
    headline="A",
    summary="A",
    slugline="A",
    body=(Block("paragraph", "A"),),
    byline="A",
    authors=(Author("A"),),
    credit="A",
    publisher="A",
    dateline=Dateline("A"),
    published=NOON,
    modified=NOON,
    embargoed=NOON,
    language="en",
    url="https://post.example/a",
    identifiers={"guid": "A"},
    section="A",
    edition="A",
    page="A",
    keywords=("A",),
    places=("A",),
    people=("A",),
    organisations=("A",),
    subjects=(Subject(name="A"),),
    urgency=4,
    status="usable",
    version="1",
    note="A",
    copyright="A",
    usage_terms="A",
    media=(Media("picture", caption="A"),),
    extra={"fields": {"a": "b"}},
    provenance=PROVENANCE,
)


def exported(given: Article, standing: str = "usable") -> dict[str, Any]:
    """An article as an item."""
    fields = plain(given) | {"content_hash": content_hash(given), "schema": SCHEMA}
    (line,) = ninjs.lines([row(0, fields, {}, standing)])
    found: dict[str, Any] = json.loads(line)
    return found


def read(item: dict[str, Any]) -> Article:
    """What the source, which wins alone, makes of an item."""
    reading = Reader(bundled()).read(Document("a", json.dumps(item, ensure_ascii=False).encode()))
    (found,) = reading.found

    assert ("ninjs", ()) == (reading.source, reading.defects)
    assert found.article is not None
    return found.article


def carried(given: Article) -> dict[str, Any]:
    """What of an article ninjs holds, as the table in the documentation has it."""
    said = plain(given)
    kept = {name: said[name] for name in (*SAME, "note", "copyright", "usage_terms") if name in said}
    kept |= {name: list(dict.fromkeys(said[name])) for name in ("people", "organisations", "places") if name in said}
    dates = ("published", "modified", "embargoed")
    kept |= {name: said[name] for name in dates if DATE_TIME.fullmatch(said.get(name, ""))}
    if "dateline" in said:
        place = said["dateline"].get("place", said["dateline"]["text"])
        kept["dateline"] = {"text": place, "place": place}
    if "byline" in said or "authors" in said:
        kept["byline"] = said.get("byline") or " and ".join(author["name"] for author in said["authors"])
    address = ninjs.uri_form(said.get("url", ""))
    if address and address.startswith("http"):
        kept["url"] = address
    if "body" in said:
        kept["body"] = [{**block, "text": laid_out(**block)} for block in said["body"]]
    if "subjects" in said:
        kept["subjects"] = [told(each) for each in said["subjects"]]
    if media := [
        each for each in map(seen, said.get("media", [])) if each.keys() > {"kind"} and each.keys() != {"kind", "credit"}
    ]:
        kept["media"] = media
    return kept


def laid_out(kind: str, text: str) -> str:
    """White space is kept but in crossheads, whose lines are, and in rows, whose cells are."""
    if kind == "table_row":
        return "\t".join(" ".join(cell.split()) for cell in text.split("\t"))
    lines = text.split("\n")
    if kind == "crosshead" and any(line != " ".join(line.split()) or not line for line in lines):
        return " ".join(text.split())
    return text


def told(subject: dict[str, str]) -> tuple[str, str | None]:
    """Scheme and code as one, and the name; a code that is no URI and has no name is one."""
    code = ":".join(subject[part] for part in ("scheme", "code") if part in subject and "code" in subject)
    return (code, subject.get("name")) if "name" in subject or ninjs.uri_form(code) == code else ("", code)


def seen(media: dict[str, str]) -> dict[str, str]:
    """A kind that ninjs knows, an address that is one."""
    kind = media["kind"] if media["kind"] in ("picture", "video", "audio", "graphic") else "other"
    url = ninjs.uri_form(media.get("url", ""))
    return {
        **{name: media[name] for name in ("caption", "credit") if name in media},
        "kind": kind,
        **({"url": url} if url else {}),
    }


@given(ARTICLES)
def test_read_again_it_is_the_same_article(given: Article) -> None:
    """In every field that ninjs can carry."""
    found = plain(read(exported(given)))
    found["subjects"] = [told(each) for each in found.get("subjects", [])]
    kept = carried(given)
    fields = {"headline", "body", *FIELDS - {"authors"}}

    assert kept == {name: found[name] for name in fields if found.get(name)}


@given(ARTICLES)
def test_the_text_of_it_has_the_same_hash(given: Article) -> None:
    """So it is a duplicate of what it was exported from, but for a short item whose day ninjs cannot hold."""
    found = read(exported(given))

    assert content_hash(attrs.evolve(given, published=None)) == content_hash(attrs.evolve(found, published=None))


@given(given=ARTICLES, standing=st.sampled_from(["usable", "embargoed", "withheld", "canceled", "superseded", "withdrawn"]))
def test_it_is_valid_by_the_schema_of_the_iptc(shared: Path, given: Article, standing: str) -> None:
    """With its formats: `uri` and `date-time`."""
    assert [] == [str(error) for error in validator(shared).iter_errors(exported(given, standing))]


def validator(shared: Path) -> Any:
    text = (shared / "specs/ninjs/ninjs-schema_3.1.json").read_text("utf-8")
    schema = json.loads(text.replace('"$ref": "https://geojson.org/schema/GeoJSON.json#"', '"type": "object"'))
    return jsonschema_rs.validator_for(schema, validate_formats=True)


def test_the_table_says_what_survives() -> None:
    """Every field of the record stands in it once."""
    assert sorted(set(attrs.fields_dict(Article))) == sorted(name for name, _ in TABLE)
    assert sorted(FIELDS) == sorted(carried(EVERYTHING).keys() | {"authors"})


@pytest.mark.parametrize(
    ("standing", "embargoed", "expected"),
    [
        ("usable", None, None),
        ("canceled", None, "canceled"),
        ("withheld", None, "withheld"),
        ("superseded", None, "withheld"),
        ("embargoed", "2030-01-01T00:00:00+00:00", None),
        ("embargoed", "2030-01-01", "withheld"),
    ],
)
def test_what_may_not_be_shown_says_so(standing: str, embargoed: str | None, expected: str | None) -> None:
    """What came later than the record counts, and so does an embargo that ninjs cannot hold."""
    given = Article(headline="A", embargoed=PartialDate.parse(embargoed) if embargoed else None, provenance=PROVENANCE)

    assert expected == exported(given, standing).get("pubStatus")


def test_a_date_that_ninjs_cannot_hold_is_counted() -> None:
    """A day is no `date-time`, and no midnight is made up."""
    given = Article(headline="A", published=PartialDate.parse("2024-12-03"), modified=NOON, provenance=PROVENANCE)
    fields = plain(given) | {"content_hash": content_hash(given), "schema": SCHEMA}
    unsaid: Counter[str] = Counter()
    item = ninjs.item(row(0, fields, {}, "usable"), unsaid)

    assert {"published": 1} == unsaid
    assert "firstCreated" not in item
    assert "2024-12-03T12:00:00+00:00" == item["versionCreated"]

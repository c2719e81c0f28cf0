"""The sound sources are sound: what the kit finds in their mutants is the mutants' own fault."""

from operator import attrgetter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive import Document
from newsarchive.canonical import plain
from newsarchive.model import Provenance
from newsarchive.normalize import normalize
from newsarchive.pipeline.reader import Reader
from newsarchive.plugins import Plugins, load
from newsarchive.reading import Reading
from newsarchive.testing import Format
from newsarchive.testing.strategies import hostile_bytes

from .formats import SOUND, SOURCES

INSTALLED = load([SOURCES])
#: What stands in a document beside what it says, and so differs where the document is written anew.
WHERE = ("evidence", "provenance")
each_format = pytest.mark.parametrize("format", SOUND.values(), ids=attrgetter("source"))


def read(data: bytes, only: str | None, plugins: Plugins = INSTALLED) -> Reading:
    return Reader(plugins, only=only).read(Document("test", data), tracing=True)


def said(reading: Reading) -> list[dict[str, Any]]:
    return [saying(found.article) for found in reading.found]


def saying(article: Any) -> dict[str, Any]:
    return {name: value for name, value in plain(article).items() if name not in WHERE}


def expected(draft: Any, source: str) -> dict[str, Any]:
    article, defects = normalize(draft, Provenance("0" * 64, "test", source, "1"), 0)
    assert defects == []
    return saying(article)


@each_format
@given(data=st.data())
def test_written_and_read_back(format: Format, data: st.DataObject) -> None:
    """What is written in a format is read back the same, in all its encodings and with all its line ends."""
    assert format.renderer is not None
    draft = data.draw(format.renderer.items)
    written = format.renderer.write(draft)
    if isinstance(written, str):
        line_end, encoding = data.draw(st.sampled_from(format.line_ends)), data.draw(st.sampled_from(format.encodings))
        written = written.replace("\n", line_end).encode(encoding)
    reading = read(written, format.source)

    assert [expected(draft, format.source)] == said(reading)
    assert reading.defects == ()


@pytest.mark.parametrize("format", [each for each in SOUND.values() if each.join], ids=attrgetter("source"))
@given(data=st.data())
def test_several_in_one_document(format: Format, data: st.DataObject) -> None:
    """Several documents joined to one give what each of them gives."""
    renderer = format.renderer
    assert renderer is not None
    assert format.join is not None
    drafts = data.draw(st.lists(renderer.items, min_size=2, max_size=4))
    written = [text if isinstance(text, bytes) else text.encode() for text in map(renderer.write, drafts)]
    reading = read(format.join(written), format.source)

    assert [expected(draft, format.source) for draft in drafts] == said(reading)
    assert reading.defects == ()


@each_format
@given(data=st.data())
def test_reading_is_total_and_conserves(format: Format, data: st.DataObject) -> None:
    """Damaged documents give articles, defects or a reason, never an error, and a lossless source accounts for all of it."""
    sample = data.draw(st.sampled_from(list(format.documents().values())))
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(sample))] * 2)))
    damaged = sample[:start] + data.draw(hostile_bytes) + sample[end:]
    reading = read(damaged, format.source)
    reasons = [*reading.defects, *(reason for found in reading.found for reason in found.reasons)]

    assert {reason.code for reason in reasons} & {"parse-failed", "unaccounted", "bad-value", "bad-evidence"} == set()


@each_format
def test_samples_are_claimed_by_their_source(format: Format) -> None:
    """Among all installed sources, each reads its own samples."""
    assert {read(data, None).source for data in format.documents().values()} == {format.source}


@each_format
def test_reading_stays_within_bounds(format: Format) -> None:
    """Twenty thousand pieces one behind or within the other are read or refused, and exhaust no stack."""
    for piece in (
        b"<p>",
        b"<item>",
        b"<p/>",
        b"[",
        b'{"a":',
        b"*** Item 1 of 2 ***\n",
        b"A: b\n",
        b"\0\0\0\0\4",
        b"\0\0\0\0\0",
    ):
        data = next(iter(format.documents().values()))[:40] + piece * 20_000
        assert read(data, format.source).found

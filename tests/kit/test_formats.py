"""What the bundled formats say of themselves holds: their samples, what they write, and how they join documents."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive import Document, Draft, Part
from newsarchive.canonical import plain
from newsarchive.model import Article, Provenance
from newsarchive.normalize import normalize
from newsarchive.pipeline.reader import Reader
from newsarchive.plugins import load
from newsarchive.sniff import decide
from newsarchive.testing import Format, Renderer, formats

PLUGINS = load()
BUNDLED = {source.name for plugin in PLUGINS.plugins if plugin.origin.startswith("newsarchive ") for source in plugin.sources}
FORMATS = {name: each for name, each in formats().items() if name in BUNDLED}
JOINED = [name for name, each in FORMATS.items() if each.join]
SAMPLES = [(name, file) for name, each in FORMATS.items() for file in each.documents()]
#: Where an article stood is the document's business, not the draft's.
PROVENANCE = Provenance(original="0" * 64, name="drawn", source="drawn", source_version="0")


def renderer(format: Format) -> Renderer:
    assert format.renderer is not None
    return format.renderer


def encoded(format: Format, written: str | bytes) -> list[bytes]:
    """What was written in each encoding and with each line end that the format has, and behind a byte order mark."""
    if isinstance(written, bytes):
        return [written]
    texts = [written.replace("\n", line_end) for line_end in format.line_ends]
    marked = [("\ufeff" + written).encode()] if format.byte_order_mark else []
    return [text.encode(encoding) for text in texts for encoding in format.encodings] + marked


def said(article: Article) -> dict[str, Any]:
    return {name: value for name, value in plain(article).items() if name not in ("evidence", "provenance")}


def stated(items: list[Any]) -> list[Any]:
    """What drafts and parts say."""
    found: list[Any] = []
    for item in items:
        if isinstance(item, Draft):
            article, defects = normalize(item, PROVENANCE, 0)
            found += [said(article) if article else None, *defects]
        else:
            assert isinstance(item, Part)
            found.append((item.name, item.data))
    return found


def document(format: Format, data: bytes) -> Document:
    """A document under the name of a sample."""
    return Document(next(iter(format.documents())), data)


def read(format: Format, data: bytes) -> list[Any]:
    """What the source finds in a document, with all that is wrong in it."""
    reading = Reader(PLUGINS, only=format.source).read(document(format, data))
    return [said(found.article) if found.article else found.reasons for found in reading.found] + list(reading.defects)


def unpacked(format: Format, data: bytes) -> list[Any]:
    """The parts that the source yields, not read in turn."""
    yielded = PLUGINS.sources[format.source].parse(document(format, data))
    return [(each.name, each.data) if isinstance(each, Part) else each for each in yielded]


def test_every_bundled_source_has_a_format() -> None:
    """A bundled source comes with two samples at least, and with a renderer; its entry point has its name."""
    assert BUNDLED == FORMATS.keys()
    assert [] == [name for name, each in FORMATS.items() if len(each.documents()) < 2 or each.renderer is None]


@pytest.mark.parametrize(("name", "file"), SAMPLES)
def test_a_sample_goes_to_its_own_source(name: str, file: str) -> None:
    """With all sources bidding, each sample is claimed by the source whose format it shows, and read without a defect."""
    sample = Document(file, FORMATS[name].documents()[file])
    winner = decide(PLUGINS.sources.values(), sample.sample()).winner
    reading = Reader(PLUGINS).read(sample)

    assert winner is PLUGINS.sources[name]
    assert ((), {"article"}) == (reading.defects, {found.kind for found in reading.found})


@pytest.mark.parametrize("name", FORMATS)
@given(data=st.data())
def test_written_and_read_back(name: str, data: st.DataObject) -> None:
    """What a renderer draws and writes is read back, whole and with nothing added, and goes to the format's own source."""
    form = FORMATS[name]
    item = data.draw(renderer(form).items)
    written = data.draw(st.sampled_from(encoded(form, renderer(form).write(item))))

    assert stated([item]) == (unpacked if isinstance(item, Part) else read)(form, written)
    assert decide(PLUGINS.sources.values(), document(form, written).sample()).winner is PLUGINS.sources[name]


@pytest.mark.parametrize("name", JOINED)
@given(data=st.data())
def test_joined_documents_hold_all_that_was_in_them(name: str, data: st.DataObject) -> None:
    """A document joined of several has what each of them had, in their order."""
    form = FORMATS[name]
    assert form.join is not None
    several = data.draw(st.lists(renderer(form).items, min_size=1, max_size=3))
    joined = form.join([encoded(form, renderer(form).write(item))[0] for item in several])

    assert stated(several) == unpacked(form, joined)


@pytest.mark.parametrize("name", JOINED)
def test_samples_can_be_joined(name: str) -> None:
    """Joining takes samples as well as what was written."""
    form = FORMATS[name]
    assert form.join is not None
    samples = list(form.documents().values())

    assert [part for data in samples for part in unpacked(form, data)] == unpacked(form, form.join(samples))

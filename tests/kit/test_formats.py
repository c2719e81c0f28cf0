"""What the bundled formats say of themselves holds."""

import pytest

from newsarchive import Document
from newsarchive.pipeline.reader import Reader
from newsarchive.plugins import load
from newsarchive.testing import formats

PLUGINS = load()
BUNDLED = {source.name for plugin in PLUGINS.plugins if plugin.origin.startswith("newsarchive ") for source in plugin.sources}
FORMATS = {name: each for name, each in formats().items() if name in BUNDLED}
SAMPLES = [(name, file) for name, each in FORMATS.items() for file in each.documents()]


def test_every_bundled_source_has_a_format() -> None:
    """A bundled source comes with two samples at least, and with a renderer; its entry point has its name."""
    assert BUNDLED == FORMATS.keys()
    assert [] == [name for name, each in FORMATS.items() if len(each.documents()) < 2 or each.renderer is None]


@pytest.mark.parametrize(("name", "file"), SAMPLES)
def test_a_sample_is_news(name: str, file: str) -> None:
    """The samples hold articles and notices, and what is wrong with one costs no article."""
    reading = Reader(PLUGINS).read(Document(file, FORMATS[name].documents()[file]))

    assert {found.kind for found in reading.found} <= {"article", "notice", "ignored"}

"""The folder `seeds`: each file is named for the record that it becomes."""

import re
from pathlib import Path

import pytest

from newsarchive import Document
from newsarchive.identity import content_hash
from newsarchive.pipeline.reader import Reader
from newsarchive.plugins import load
from newsarchive.reading import Reading

SEEDS = Path(__file__).parents[1] / "seeds"


@pytest.fixture(scope="module")
def readings() -> dict[str, Reading]:
    """Every seed as the bundled sources read it, in the order in which `ingest` takes them."""
    reader = Reader(load())
    paths = sorted(SEEDS.iterdir(), key=lambda path: bytes(path))
    return {path.name: reader.read(Document(path.name, path.read_bytes()), tracing=True) for path in paths}


@pytest.fixture(scope="module")
def hashes(readings: dict[str, Reading]) -> dict[str, str]:
    """The 64 digits of each seed that holds an article."""
    articles = {name: [found.article for found in reading.found if found.article] for name, reading in readings.items()}
    assert all(len(found) <= 1 for found in articles.values())
    return {name: content_hash(found[0]).removeprefix("sha256:") for name, found in articles.items() if found}


def test_names(readings: dict[str, Reading], hashes: dict[str, str]) -> None:
    """A seed's name carries its place in the order and the first 16 digits of its content hash."""
    expected = [f"{number:03}_{digest[:16]}.txt" for number, digest in enumerate(hashes.values())]

    assert [*expected, "notes.bin"] == list(readings)


def test_records_come_first(hashes: dict[str, str]) -> None:
    """Two seeds repeat an earlier article; they stand behind all others, so that seed NNN becomes record NNN."""
    distinct = list(dict.fromkeys(hashes.values()))

    assert len(distinct) >= 15
    assert list(hashes.values())[: len(distinct)] == distinct
    assert len(hashes) - len(distinct) == 2


def test_defects(readings: dict[str, Reading]) -> None:
    """One seed has a date that no calendar holds, and is an article all the same; nothing else is wrong with any."""
    defects = {name: [defect.code for defect in reading.defects] for name, reading in readings.items() if reading.defects}

    assert list(defects.values()) == [["impossible-date"]]


def test_notes(readings: dict[str, Reading]) -> None:
    """`notes.bin` is no text: nobody claims it."""
    (found,) = readings["notes.bin"].found

    assert (found.source, [reason.code for reason in found.reasons]) == (None, ["unclaimed"])


def test_variety(readings: dict[str, Reading]) -> None:
    """The seeds are of all three sources, and in more encodings than one; no character of them is lost."""
    texts = [reading for name, reading in readings.items() if name != "notes.bin"]

    assert {reading.source for reading in texts} == {"dated-text", "plain-text", "signed-text"}
    assert {"utf-8", "utf-16le", "windows-1252"} <= {str(reading.encoding) for reading in texts}
    assert all(reading.unaccounted == () for reading in texts)


def test_no_seed_is_long() -> None:
    """Seeds are for reading: at most 2,000 characters each, named as the archive names its records."""
    for path in SEEDS.glob("*.txt"):
        assert re.fullmatch(r"\d{3}_[0-9a-f]{16}\.txt", path.name)
        assert len(Document(path.name, path.read_bytes()).decoded().text) <= 2000

"""Containers are read in memory and within bounds; what is wrong in one is said, and costs no other member."""

import io
import tarfile
import zipfile

import pytest

from newsarchive import Document
from newsarchive.pipeline.reader import Reader
from newsarchive.reading import Reading

from ..archive.support import story
from ..plugins.support import bundled
from . import containers


def read(name: str, data: bytes) -> Reading:
    return Reader(bundled()).read(Document(name, data))


def codes(reading: Reading) -> set[str]:
    """The codes of all that was wrong."""
    return {reason.code for reason in (*reading.defects, *(reason for each in reading.found for reason in each.reasons))}


def articles(reading: Reading) -> list[str | None]:
    """The members that articles came from."""
    return [found.member for found in reading.found if found.article]


ZIPS = containers.zips()
TARS = containers.tars()
STREAMS = containers.streams()
#: What is said of each zip, and the members that are read all the same.
OF_ZIPS: dict[str, tuple[set[str], list[str]]] = {
    "flat bomb": ({"member-too-large"}, ["after.txt"]),
    "many flat bombs": ({"unpacks-too-large", "unclaimed"}, []),
    "overlapping": ({"overlapping", "duplicate-name"}, []),
    "42 levels": ({"too-deep"}, []),
    "8 levels": (
        set(),
        [
            "level-5.container!/level-4.container!/level-3.container!/level-2.container!/level-1.container!/level-0.container!/story.txt"
        ],
    ),
    **{f"traversal {number}": ({"unsafe-name"}, ["good.txt"]) for number in range(len(containers.TRAVERSAL))},
    "link": ({"link"}, ["good.txt"]),
    "device": ({"device"}, []),
    "fifo": ({"device"}, []),
    "encrypted": ({"encrypted"}, []),
    "unknown method": ({"unsupported"}, []),
    "wrong checksum": ({"damaged"}, []),
    "states too little": ({"damaged"}, []),
    "states too much": ({"damaged"}, []),
    "states 4 GB": ({"member-too-large"}, []),
    "cut off": ({"damaged"}, []),
    "without directory": ({"damaged"}, []),
    "empty": ({"not-an-article"}, []),
    "only folders": ({"not-an-article"}, []),
    "the same name twice": ({"duplicate-name"}, ["a.txt", "a.txt"]),
    "names not UTF-8": (set(), ["caf\\xe9.txt"]),
    "names of UTF-8 unsaid": (set(), ["café.txt"]),
    "no name": ({"unsafe-name"}, []),
    "names with NUL": ({"unsafe-name"}, []),
    "in front of it a program": (set(), ["a.txt"]),
    "100,050 empty members": ({"too-many-members"}, []),
    "left behind": ({"not-an-article"}, ["a.txt"]),
    "a DOCX": ({"bad-xml"}, []),
    "an EPUB": ({"no-part"}, []),
    "bzip2 within": (set(), ["a.txt"]),
    "lzma within": (set(), ["a.txt"]),
    "bzip2 bomb within": ({"member-too-large"}, []),
}
OF_TARS: dict[str, tuple[set[str], list[str]]] = {
    "sound": (set(), ["a.txt", "b.txt"]),
    "links": ({"link"}, ["a.txt"]),
    "devices": ({"device"}, []),
    "folders": ({"not-an-article"}, []),
    **{f"traversal {number}": ({"unsafe-name"}, ["good.txt"]) for number in range(len(containers.TRAVERSAL))},
    "sparse": ({"sparse"}, []),
    "cut off": ({"damaged"}, []),
    "wrong checksum of the second": ({"damaged"}, ["a.txt"]),
    "rubbish behind": ({"damaged"}, ["a.txt", "b.txt"]),
    "states 8 GB": ({"member-too-large"}, []),
    "states 2^88 bytes": ({"member-too-large"}, []),
    "names not UTF-8": (set(), ["caf\\xe9.txt"]),
    "42 levels": ({"too-deep"}, []),
    **{f"bomb.{ending}": ({"member-too-large"}, []) for ending in containers.PACKERS},
    **{f"sound.{ending}": (set(), ["a.txt", "b.txt"]) for ending in containers.PACKERS},
    **{f"cut off.{ending}": ({"damaged"}, []) for ending in ("gz", "bz2", "zst")},
    "cut off.xz": ({"damaged"}, ["a.txt", "b.txt"]),
}


@pytest.mark.parametrize("name", OF_ZIPS)
def test_zips(name: str) -> None:
    """What is wrong is said, and the other members are read."""
    reading = read("some.zip", ZIPS[name])

    assert OF_ZIPS[name] == (codes(reading), articles(reading))


@pytest.mark.parametrize("name", OF_TARS)
def test_tars(name: str) -> None:
    """What is wrong is said, and the other members are read."""
    reading = read("some.tar", TARS[name])

    said, members = OF_TARS[name]
    assert said == codes(reading)
    assert members == articles(reading)[: len(members)]


@pytest.mark.parametrize("ending", STREAMS)
def test_packed_files(ending: str) -> None:
    """A packed story is read under its name without the ending; half a story is none; bombs stop early."""
    told = {name: codes(read(f"drop/story.txt.{ending}", data)) for name, data in STREAMS[ending].items()}

    assert ["story.txt"] == articles(read(f"drop/story.txt.{ending}", STREAMS[ending]["sound"]))
    assert {"damaged"} == told["cut off"] == told["only its mark"]
    assert {"member-too-large"} == told["bomb"] or {"unpacks-too-large"} == told["bomb"]
    assert {"too-deep"} == told["42 levels"]
    assert {"empty"} == told["of nothing"]
    assert not {"parse-failed", "sniff-failed"} & set().union(*told.values())


def test_every_odd_container_is_told_and_none_is_a_fault_of_the_parser() -> None:
    """Whatever the container, its parser does not fail, and there is an outcome."""
    for name, data in {**ZIPS, **TARS}.items():
        reading = read(name, data)
        assert reading.found, name
        assert not {"parse-failed", "sniff-failed"} & codes(reading), name


def test_a_container_is_read_in_its_own_order() -> None:
    """Neither names nor times of the members matter."""
    members = [(f"{number}.txt", story(number).encode()) for number in (3, 1, 2)]

    assert ["3.txt", "1.txt", "2.txt"] == articles(read("a.zip", containers.zipped(*members)))
    assert ["3.txt", "1.txt", "2.txt"] == articles(read("a.tar", containers.tarred(*members)))


@pytest.mark.parametrize("write", [containers.zipped, containers.tarred])
def test_a_thousand_articles_in_one_container(write: object) -> None:
    """Each member is an article of its own, under its own path."""
    data = write(*((f"{number:04}.txt", story(number).encode()) for number in range(1000)))  # type: ignore[operator]

    reading = read("many", data)

    assert 1000 == len(set(articles(reading)))
    assert set() == codes(reading)


def test_the_libraries_agree_on_what_is_sound() -> None:
    """The samples made by hand are zips and tars to Python's own readers."""
    raw = containers.raw_zip((b"a.txt", containers.STORY))
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        assert containers.STORY == archive.read("a.txt")
    header = containers.tar_header(b"a.txt", b"%011o\0" % len(containers.STORY))
    with tarfile.open(fileobj=io.BytesIO(header + containers.STORY.ljust(2048, b"\0"))) as tar:
        assert ["a.txt"] == tar.getnames()


@pytest.mark.parametrize("word", ["custard", "mustard", "ustar"])
def test_a_text_is_no_tar_whatever_word_stands_where_the_mark_would(word: str) -> None:
    """Only a header whose checksum holds makes a tar; a story about custard stays a story."""
    at = 257 - word.index("ustar")
    text = "The pudding of the year\n\n" + "a cook in Vellmar said it was good. " * 20
    data = (text[:at] + word + " " + text[at:]).encode()
    assert b"ustar" == data[257:262]

    reading = read("story.txt", data)
    assert ("plain-text", 1) == (reading.source, len(articles(reading)))

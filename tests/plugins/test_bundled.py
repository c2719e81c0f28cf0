"""What all three sources of plain text hold to, whatever the bytes."""

import time
from contextlib import suppress

import pytest
from hypothesis import given

from newsarchive import Defect, Document, Draft, Sample, Unreadable

from .support import BUNDLED, bundled, check, documents, read


@pytest.mark.parametrize("name", BUNDLED)
@given(data=documents)
def test_parsing_is_total(name: str, data: bytes) -> None:
    """Any bytes give drafts and defects, or the one error that a parser may raise."""
    items = bundled().sources[name].parse(Document("x", data))
    with suppress(Unreadable):
        assert all(isinstance(item, Draft | Defect) for item in items)


@pytest.mark.parametrize("name", BUNDLED)
@given(data=documents)
def test_sniffing_is_total(name: str, data: bytes) -> None:
    """No bytes make `sniff` raise, neither as a whole nor as ends that are cut anywhere."""
    sniff = bundled().sources[name].sniff
    sniff(Document("x", data).sample())
    for cut in range(min(5, len(data))):
        sniff(Sample("x", 100_000 + cut, data[: len(data) - cut], data[cut:]))


@pytest.mark.parametrize("name", BUNDLED)
@given(data=documents)
def test_reading_conserves(name: str, data: bytes) -> None:
    """Whatever is read, no character is lost, no value is refused, and evidence points at what it says."""
    if data:
        check(data, read(data, only=name))


@given(data=documents)
def test_reading_is_deterministic(data: bytes) -> None:
    """The same bytes are read the same."""
    assert read(data) == read(data)


@pytest.mark.parametrize("name", BUNDLED)
@pytest.mark.parametrize(
    "unit",
    [
        "\n",
        " ",
        "a",
        "- ",
        "* x\n",
        "A--B\n",
        "\x1a",
        "\x1ax",
        "date ",
        ".)",
        "a \n",
        "and ",
        "–",
        "- a -\n",
        "山",
        "\t",
        "a-\n",
    ],
)
def test_parsing_is_linear(name: str, unit: str) -> None:
    """50,000 characters of anything take a second or so, where backtracking would take minutes."""
    data = (unit * (50_000 // len(unit))).encode()
    began = time.process_time()
    bundled().sources[name].sniff(Document("x", data).sample())
    with suppress(Unreadable):
        list(bundled().sources[name].parse(Document("x", data)))

    assert time.process_time() - began < 10

"""The ledger: a chain of lines that can be checked by anybody."""

import hashlib
import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive import schemas
from newsarchive.entries import BatchLine, DeferredLine, EndLine, Entry, RefusedLine
from newsarchive.errors import DamageError
from newsarchive.ledger import GENESIS, Ledger, Tail, Writer, parse, seal, unseal
from newsarchive.testing.strategies import texts

from .support import ingest, lines, plugin_folder, write_fields

entries = st.one_of(
    st.builds(RefusedLine, drop=st.integers(0, 9), name=texts, code=texts, reason=texts),
    st.builds(DeferredLine, drop=st.integers(0, 9), name=texts, reason=texts),
)


def _write(folder: Path, *runs: list[Entry]) -> Ledger:
    ledger = Ledger(folder)
    digest = GENESIS
    for number, run in enumerate(runs, 1):
        writer = Writer(ledger, f"{number:06}", digest)
        writer.append(run)
        writer.close()
        digest = writer.digest
    return ledger


def _note(number: int) -> Entry:
    return DeferredLine(drop=0, name=f"file {number}", reason="it changed")


BATCH = BatchLine(accessions=0)
END = EndLine(at="2026-01-02T03:04:05Z")


@given(entries, st.binary(min_size=32, max_size=32).map(bytes.hex))
def test_a_line_says_what_it_was_given_and_its_own_digest(entry: Entry, prev: str) -> None:
    """seal, unseal and parse agree, and the digest is that of the bytes before `,"this":`."""
    line, digest = seal(entry, prev)

    assert entry == parse(line)
    assert digest == unseal(line[:-1], prev)
    assert digest == hashlib.sha256(line.rpartition(b',"this":')[0]).hexdigest()
    assert "this" == list(json.loads(line))[-1]


@given(entries, st.data())
def test_no_byte_of_a_line_can_change(entry: Entry, data: st.DataObject) -> None:
    """Any flipped bit anywhere in a line is found."""
    line = bytearray(seal(entry, GENESIS)[0][:-1])
    line[data.draw(st.integers(0, len(line) - 1))] ^= 1 << data.draw(st.integers(0, 7))

    with pytest.raises(ValueError, match=r"digest|follow"):
        unseal(bytes(line), GENESIS)


def test_lines_come_back_in_their_order_over_all_runs(tmp_path: Path) -> None:
    """Forwards and backwards are the same lines."""
    ledger = _write(tmp_path, [_note(1), _note(2), BATCH, END], [_note(3), BATCH, _note(4), BATCH])

    forwards = [line for _, line, _ in ledger.read()]
    backwards = list(ledger.backwards(ledger.tail()))

    assert 8 == len(forwards)
    assert forwards == backwards[::-1]
    assert [parse(line) for line in forwards][4] == _note(3)


def test_reading_can_begin_where_it_ended(tmp_path: Path) -> None:
    """What comes after a tail is what was written after it."""
    before = _write(tmp_path, [_note(1), BATCH])
    tail = before.tail()
    writer = Writer(before, "000002", tail.digest)
    writer.append([_note(2), BATCH])
    writer.close()

    assert [_note(2), BATCH] == [parse(line) for _, line, _ in before.read(tail)]
    assert before.ends_at(tail)
    assert not before.ends_at(Tail(tail.run, tail.length - 1, tail.digest))
    assert not before.ends_at(Tail("000009", 10, tail.digest))


def test_long_runs_are_read_from_their_end(tmp_path: Path) -> None:
    """Lines longer than a piece, and more of them than fit into one, are found behind an unacknowledged end."""
    long = DeferredLine(drop=0, name="x" * 3_000_000, reason="long")
    ledger = _write(tmp_path, [_note(1), long, BATCH, long, _note(2)])

    tail = ledger.tail()

    assert BATCH == parse(next(ledger.backwards(tail)))
    assert 3 == sum(1 for _ in ledger.backwards(tail))
    ledger.cut(tail)
    assert tail.length == ledger.path("000001").stat().st_size


def test_what_was_not_acknowledged_is_neither_read_nor_kept(tmp_path: Path) -> None:
    """Whole lines behind the last batch, a torn line, and a run without a batch."""
    ledger = _write(tmp_path, [_note(1), BATCH, _note(2)], [_note(3)])
    with ledger.path("000002").open("ab") as file:
        file.write(b'{"event":"batch"')

    tail = ledger.tail()
    ledger.cut(tail)

    assert ["000001"] == ledger.runs()
    assert [_note(1), BATCH] == [parse(line) for _, line, _ in ledger.read()]


def test_runs_past_the_millionth_sort_as_numbers(tmp_path: Path) -> None:
    """Names get wider and keep their order."""
    ledger = Ledger(tmp_path)
    for run in ("1000000", "999999", "000002"):
        ledger.path(run).touch()

    assert ["000002", "999999", "1000000"] == ledger.runs()


@pytest.mark.parametrize("change", ["swap", "drop", "repeat"])
def test_whole_lines_cannot_be_moved(tmp_path: Path, change: str) -> None:
    """The chain names a line that is missing, doubled or out of its place."""
    ledger = _write(tmp_path, [_note(number) for number in range(5)] + [BATCH])
    path = ledger.path("000001")
    before = path.read_bytes().splitlines(keepends=True)
    changed = {
        "swap": [before[0], before[2], before[1], *before[3:]],
        "drop": [before[0], *before[2:]],
        "repeat": [before[0], before[1], *before[1:]],
    }
    path.write_bytes(b"".join(changed[change]))

    with pytest.raises(DamageError, match=r"000001\.jsonl:[23]: damaged: it does not follow"):
        list(ledger.read())


def test_an_empty_ledger_has_a_beginning(tmp_path: Path) -> None:
    """Nothing acknowledged is a tail too."""
    ledger = Ledger(tmp_path)

    assert Tail(None, 0, GENESIS) == ledger.tail()
    assert [] == list(ledger.read())


def test_every_line_of_a_real_archive_fits_the_schema(tmp_path: Path) -> None:
    """Runs, documents with every outcome, refusals, batches and ends are what `schemas/ledger-1.schema.json` says."""
    story = {"headline": "One", "body": "A crane fell.", "identifiers": {"guid": "urn:x:1"}, "published": "2024-12-03"}
    notice = {"notice": {"identifiers": {"guid": "urn:x:1"}, "status": "canceled", "reason": "wrong"}}
    defect = {"defect": {"code": "odd", "reason": "unreadable"}}
    items: list[dict[str, Any]] = [story, story, story | {"headline": "Two"}, notice, {"ignored": "a list"}, defect]
    write_fields(tmp_path / "drop" / "all.fields", *items, {"part": {"name": "blob", "text": "\x00"}})
    (tmp_path / "drop" / "link").symlink_to("nowhere")
    ingest(tmp_path / "A", tmp_path / "drop", options=["--plugins-dir", plugin_folder(tmp_path / "p")])
    validator = jsonschema_rs.validator_for(schemas.ledger_schema())

    found = lines(tmp_path / "A")

    assert ["batch", "document", "end", "refused", "run"] == sorted({line["event"] for line in found})
    assert [] == [error.message for line in found for error in validator.iter_errors(line)]
    assert not validator.is_valid(found[0] | {"unknown": 1})

"""What holds of every drop folder, whatever texts lie in it."""

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.pipeline.ingest import Options, ingest
from newsarchive.pipeline.report import Report
from newsarchive.pipeline.workers import Pool, Setting
from newsarchive.store.archive import open_archive
from newsarchive.store.layout import Layout
from newsarchive.store.verify import Verification
from newsarchive.testing.strategies import hostile

from .support import contents, records

#: Sentences of texts that repeat each other often, and anything at all.
sentences = st.sampled_from(
    [
        "Crane falls into harbour",
        "Nobody was hurt, the port said.",
        "- 'All clear' -",
        "A.Writer--AG",
        "date 2024-12-03",
        "“So?”",
    ]
)
documents = st.one_of(
    st.lists(sentences, max_size=5).map("\n\n".join).map(str.encode),
    st.lists(sentences | hostile, max_size=4).map("\n".join).map(str.encode),
    st.binary(max_size=60),
)
folders = st.lists(documents, min_size=1, max_size=8)


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    with Pool(Setting(), 2) as started:
        yield started


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("properties")


def _drop(folder: Path, documents: Sequence[bytes]) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for number, data in enumerate(documents):
        (folder / f"{number:02}.txt").write_bytes(data)
    return folder


def _ingest(archive: Path, drop: Path, pool: Pool) -> Report:
    with open_archive(archive) as opened:
        return ingest(opened, pool, [drop], Options(version="test", now=lambda: "2026-01-01T00:00:00Z"))


def _hashes(archive: Path) -> set[str]:
    return {record["content_hash"] for record in records(archive).values()}


@given(folders)
def test_every_input_has_an_outcome_and_the_second_run_none(pool: Pool, place: Path, documents: list[bytes]) -> None:
    """What is seen is read; every document gives something; nothing is left to find; the archive is sound."""
    shutil.rmtree(place / "A", ignore_errors=True)
    drop = _drop(place / "drop", documents)

    first = _ingest(place / "A", drop, pool)
    before = contents(place / "A")
    second = _ingest(place / "A", drop, pool)

    assert len(documents) == first.seen == first.read
    assert first.found >= len(documents)
    assert first.totals["new"] == len(_hashes(place / "A"))
    assert (len(documents), 0) == (second.unchanged, second.found)
    assert before == contents(place / "A")
    assert [] == list(Verification(Layout(place / "A")).problems())


@given(folders, st.randoms(use_true_random=False))
def test_any_order_of_the_files_gives_the_same_articles(
    pool: Pool, place: Path, documents: list[bytes], chance: Random
) -> None:
    """Which articles there are never depends on the names or the order of the files."""
    shuffled = list(documents)
    chance.shuffle(shuffled)
    found = []
    for name, order in (("one", documents), ("two", shuffled)):
        shutil.rmtree(place / name, ignore_errors=True)
        report = _ingest(place / name, _drop(place / "drop", order), pool)
        found.append((_hashes(place / name), report.counts()))

    assert found[0] == found[1]

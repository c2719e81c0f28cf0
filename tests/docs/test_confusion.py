"""No document is claimed by two sources alike, and none by the wrong one."""

from pathlib import Path

import pytest

from newsarchive.testing import formats

from . import confusion

SAMPLES = [(source, name) for source, format_ in sorted(formats().items()) for name in format_.documents()]
#: The sources that may win a folder's fixtures, where its name is not the source's.
RIGHT = {
    "ap-media-json": {"ap-media"},
    "bbc-ninjs": {"ninjs"},
    "bbc-txt": {"plain-text"},
    "dpa-digitalwires-json": {"dpa-digitalwires"},
    "email": {"mail"},
    "html-publisher": {"web-page"},
    "newsgroup-rfc1036": {"newsgroup"},
    "newsml-1.2": {"newsml-1"},
    "newsml-g2-validity": {"newsml-g2"},
    "nexis-uni-docx": {"nexis-uni"},
    "ninjs-1": {"ninjs"},
    "ninjs-2": {"ninjs"},
    "ninjs-3": {"ninjs"},
    "ninjs-validity": {"ninjs", "unclaimed"},  # one has no property of ninjs but `uri`
    "nyt-nitf": {"nitf"},
    "warc": {"arc", "warc"},
}


@pytest.mark.parametrize(("source", "name"), SAMPLES)
def test_a_sample_is_read_by_its_own_source(source: str, name: str) -> None:
    """Its source bids highest, and nobody bids as high but what it refines."""
    found = confusion.decision(name, formats()[source].documents()[name])

    assert found.winner is not None
    assert source == found.winner.name


def test_no_fixture_is_read_by_a_wrong_source(shared: Path) -> None:
    """Each real document goes to the source of its format."""
    wrong = {}
    for folder in sorted(path for path in (shared / "samples").iterdir() if path.is_dir()):
        right = RIGHT.get(folder.name, {folder.name})
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            found = confusion.decision(path.name, confusion.fixture(path))
            winner = found.winner.name if found.winner else found.reasons[0].code
            if winner not in right:
                wrong[f"{folder.name}/{path.name}"] = winner

    assert {} == wrong


def test_the_table_is_what_the_sources_say(shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """docs/reference/confusion.md shows today's bids."""
    with capsys.disabled():
        print(f"\n{confusion.table(shared)}")

    assert confusion.page(shared) == confusion.PAGE.read_text("utf-8")

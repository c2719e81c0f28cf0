"""`.lock` names the command that writes, so that whoever finds an archive locked learns which one it is."""

from pathlib import Path

import pytest

from tests.archive.support import drop_of, ingest, run


@pytest.mark.parametrize(
    "arguments",
    [
        ("retry",),
        ("reparse",),
        ("rebuild",),
        ("pack",),
        ("verify", "--repair"),
        ("remove", "0", "--yes", "--reason", "as the court ordered"),
    ],
    ids=lambda arguments: arguments[0],
)
def test_every_command_that_writes_names_itself(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """Process, command and time, whichever command it is."""
    archive = tmp_path / "archive"
    ingest(archive, drop_of(tmp_path / "drop", 1))
    assert "newsarchive ingest, since 20" in (archive / ".lock").read_text()

    assert 0 == run(*arguments, "-a", archive).returncode

    assert f"newsarchive {arguments[0]}, since 20" in (archive / ".lock").read_text()

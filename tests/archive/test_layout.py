"""Formats: a newer archive is refused untouched, an older one is brought up step by step."""

from pathlib import Path

import pytest

from newsarchive.errors import ArchiveError, FormatVersionError
from newsarchive.store.layout import FORMAT, Layout, create, migrate, read_settings

from .support import drop_of, ingest, run


def _set_format(archive: Path, version: object) -> None:
    path = archive / "newsarchive.toml"
    path.write_text(path.read_text().replace(f"format = {FORMAT}", f"format = {version}"))


@pytest.mark.parametrize(
    "command", [["ingest", "drop"], ["show", "0"], ["verify"], ["search", "crane"], ["rebuild"], ["stats"]]
)
def test_a_newer_format_is_refused_by_every_command(tmp_path: Path, command: list[str]) -> None:
    """A clear error with exit 1, and nothing is touched, the lock included."""
    ingest(tmp_path / "A", drop_of(tmp_path / "drop", 1))
    (tmp_path / "A" / ".lock").unlink()
    _set_format(tmp_path / "A", FORMAT + 1)
    before = {path: path.read_bytes() for path in (tmp_path / "A").rglob("*") if path.is_file()}

    done = run(*command, "-a", tmp_path / "A", cwd=tmp_path)

    assert 1 == done.returncode
    assert f"has archive format {FORMAT + 1}" in done.stderr
    assert "pip install --upgrade newsarchive" in done.stderr
    assert before == {path: path.read_bytes() for path in (tmp_path / "A").rglob("*") if path.is_file()}


def test_an_older_format_is_migrated_step_by_step(tmp_path: Path) -> None:
    """Each step runs once, in order, and its version is written only when it is done."""
    create(Layout(tmp_path))
    done: list[str] = []

    def fails(_: Path) -> None:
        done.append("failed")
        raise OSError("no space")

    with pytest.raises(OSError, match="no space"):
        migrate(Layout(tmp_path), {FORMAT: lambda _: done.append("first"), FORMAT + 1: fails}, to=FORMAT + 2)
    kept = (tmp_path / "newsarchive.toml").read_text()
    migrate(Layout(tmp_path), {FORMAT + 1: lambda _: done.append("second")}, to=FORMAT + 2)

    assert f"format = {FORMAT + 1}" in kept
    assert ["first", "failed", "second"] == done
    assert f"format = {FORMAT + 2}" in (tmp_path / "newsarchive.toml").read_text()


def test_a_format_that_nothing_leads_from_is_refused(tmp_path: Path) -> None:
    """An archive of a format before the first, say."""
    create(Layout(tmp_path))
    _set_format(tmp_path, 0)

    with pytest.raises(FormatVersionError, match="nothing leads from there"):
        migrate(Layout(tmp_path))


@pytest.mark.parametrize(
    "settings", ["format = 1", "[archive]\nformat = 'one'", "[archive", "[archive]\nformat = 1\n[sources]\nprefer = 3"]
)
def test_settings_that_say_nothing_are_a_clear_error(tmp_path: Path, settings: str) -> None:
    """The file is named."""
    (tmp_path / "newsarchive.toml").write_text(settings)

    with pytest.raises(ArchiveError, match=r"newsarchive\.toml"):
        read_settings(Layout(tmp_path))


def test_a_record_path_is_built_from_hex_only() -> None:
    """What is no content hash never becomes a path."""
    layout = Layout(Path("/archive"))

    assert "records/001/002_0123456789abcdef.json" == layout.record(1002, "sha256:" + "0123456789abcdef" * 4)
    for hostile in ("sha256:../../../../etc/passwd", "", "sha256:" + "/" * 64):
        with pytest.raises(ArchiveError, match="no content hash"):
            layout.record(0, hostile)

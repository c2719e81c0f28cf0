"""Where figures are measured: a work folder on one file system, with the drop folder and the archives that they share."""

import subprocess
import sys
from functools import cached_property
from pathlib import Path

import attrs
from benchmarks.timing import Command, timed

HERE = Path(__file__).parent


@attrs.frozen
class Settings:
    """What holds for a whole run. `newsarchive` and `rivals` (of the others' environment) are programs."""

    files: int
    pairs: int
    workers: int
    newsarchive: Path
    rivals: Path | None = None


@attrs.define(slots=False)
class Room:
    """A work folder. The drop folder and the archives are made when they are first asked for."""

    path: Path
    settings: Settings

    @cached_property
    def drop(self) -> Path:
        generate(self.path / "drop", self.settings.files)
        return self.path / "drop"

    @cached_property
    def loose(self) -> Path:
        """An archive of the drop folder, a file for each record."""
        return self._archive("loose", packed=False)

    @cached_property
    def packed(self) -> Path:
        """An archive of the drop folder, in volumes."""
        return self._archive("packed", packed=True)

    def _archive(self, name: str, packed: bool) -> Path:
        timed([ingest(self.settings, self.drop, self.path / name, packed)])
        return self.path / name


def ingest(settings: Settings, drop: Path, archive: Path, packed: bool) -> Command:
    command: list[str | Path] = [settings.newsarchive, "ingest", drop, "--archive", archive, "--workers", str(settings.workers)]
    return [*command, "--packed"] if packed else command


def can_pack(settings: Settings) -> bool:
    """Whether this newsarchive has `ingest --packed`."""
    shown = subprocess.run([settings.newsarchive, "ingest", "--help"], check=True, capture_output=True, text=True)
    return "--packed" in shown.stdout


def generate(folder: Path, count: int, seed: int = 1) -> None:
    """Make texts, in a process of its own, so that this one stays small."""
    command: Command = [sys.executable, HERE / "generate.py", folder, str(count), "--seed", str(seed)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)

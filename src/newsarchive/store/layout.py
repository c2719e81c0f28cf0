"""What lies where in an archive, and which format it has. Design section 5."""

import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import attrs

from ..errors import ArchiveError, FormatVersionError
from .durable import replace_file, sync_path

#: The format that this newsarchive writes. A reader refuses a newer one.
FORMAT = 1
VOLUME = 1000
SETTINGS = "newsarchive.toml"

#: What turns an archive of format N into N + 1, by N. Each works on the archive's folder, under its lock, and may
#: be run again after a crash. Format 1 is the first, so there is none yet.
MIGRATIONS: Mapping[int, Callable[[Path], None]] = {}

_TEMPLATE = """\
# An archive of newsarchive. Its layout is described in docs/archive-format.md.
[archive]
format = {format}

[records]
# Whether new volumes are packed: one compressed file for a thousand records.
packed = {packed}

[sources]
# Which source reads a document that several claim alike, the preferred one first.
prefer = []

# [[source]] entries say what documents do not: docs/how-to/say-what-the-documents-do-not.md
"""
_HEX16 = re.compile(r"[0-9a-f]{16}")


@attrs.frozen
class Layout:
    """An archive's folder and the paths in it."""

    root: Path

    @property
    def folders(self) -> tuple[Path, ...]:
        """What is made with an archive."""
        return self.records, self.manifests, self.originals, self.ledger, self.quarantine

    @property
    def settings(self) -> Path:
        return self.root / SETTINGS

    @property
    def records(self) -> Path:
        return self.root / "records"

    @property
    def manifests(self) -> Path:
        return self.root / "manifests"

    @property
    def originals(self) -> Path:
        return self.root / "originals"

    @property
    def ledger(self) -> Path:
        return self.root / "ledger"

    @property
    def quarantine(self) -> Path:
        return self.root / "quarantine"

    @property
    def catalog(self) -> Path:
        return self.root / "catalog.sqlite"

    @property
    def lock(self) -> Path:
        return self.root / ".lock"

    def record(self, accession: int, content_hash: str) -> str:
        """A record's path below the archive: `records/000/004_cb35ccbfc9c5288d.json`."""
        prefix = content_hash.removeprefix("sha256:")[:16]
        if not _HEX16.fullmatch(prefix):  # a path is built from it
            raise ArchiveError(f"{content_hash!r} is no content hash")
        volume, place = divmod(accession, VOLUME)
        return f"records/{volume:03}/{place:03}_{prefix}.json"

    def folder(self, volume: int) -> str:
        """Where the records of a loose volume are."""
        return f"records/{volume:03}"

    def lines(self, volume: int) -> str:
        """The file of a packed volume that is not full yet."""
        return f"records/{volume:03}.jsonl"

    def packed(self, volume: int) -> str:
        """The file of a packed volume."""
        return f"records/{volume:03}.jsonl.zst"

    def manifest(self, volume: int) -> str:
        return f"manifests/{volume:03}.sha256"


def volume_number(path: str) -> int:
    """The volume that a path of one of these kinds belongs to. Paths of volumes sort by this."""
    return int(re.split(r"[/.]", path)[1])


@attrs.frozen
class Settings:
    """What `newsarchive.toml` says."""

    format: int
    prefer: tuple[str, ...] = ()
    packed: bool = False


def create(layout: Layout, packed: bool = False) -> None:
    """Make an empty archive where there is none. The settings come last: with them it is an archive."""
    if layout.root.exists() and not layout.root.is_dir():
        raise ArchiveError(f"{layout.root} is not a folder", help="Name a folder with `-a`.")
    strangers = sorted(path.name for path in layout.root.iterdir() if path != layout.lock) if layout.root.is_dir() else []
    ours = {"records", "manifests", "originals", "ledger", "quarantine", f"{SETTINGS}.tmp"}
    if not ours.issuperset(strangers):
        raise ArchiveError(
            f"{layout.root} is no archive, and not empty either: it holds {', '.join(strangers[:3])}",
            help="Name an archive, or a new folder, with `-a`.",
        )
    complete(layout)  # no settings without the folders, whatever the file system does first
    replace_file(layout.settings, _TEMPLATE.format(format=FORMAT, packed=str(packed).lower()).encode())


def is_bare(layout: Layout) -> bool:
    """Whether there are settings and nothing else yet: somebody wrote them, with rules, before the first run."""
    ours = {layout.settings, layout.lock, *layout.folders}
    present = set(layout.root.iterdir())
    return present <= ours and not any(any(folder.iterdir()) for folder in present.intersection(layout.folders))


def complete(layout: Layout) -> None:
    """Make an archive's folders."""
    for folder in layout.folders:
        folder.mkdir(exist_ok=True)
    sync_path(layout.root)


def read_settings(layout: Layout, newest: int = FORMAT) -> Settings:
    """The archive's settings. Raises ArchiveError where there is no archive, FormatVersionError for one newer than `newest`."""
    try:
        parsed: dict[str, Any] = tomllib.loads(layout.settings.read_text("utf-8"))
    except FileNotFoundError:
        raise ArchiveError(
            f"there is no archive at {layout.root}",
            help="`newsarchive ingest DROP -a ARCHIVE` makes one; `-a` or NEWSARCHIVE says where it is.",
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ArchiveError(f"{layout.settings}: {error}", help="Mend the file; it is TOML.") from None
    version = parsed.get("archive", {}).get("format")
    prefer = parsed.get("sources", {}).get("prefer", [])
    packed = parsed.get("records", {}).get("packed", False)
    names = isinstance(prefer, list) and all(isinstance(name, str) for name in prefer)
    if not isinstance(version, int) or not isinstance(packed, bool) or not names:
        expected = f'`[archive] format = {FORMAT}`, `[records] packed = true` or `false`, `[sources] prefer = ["name", …]`'
        raise ArchiveError(f"{layout.settings}: expected {expected}", help="Mend the file.")
    if version > newest:
        raise FormatVersionError(
            f"{layout.root} has archive format {version}; this newsarchive knows formats up to {newest}",
            help="Install a newer newsarchive: `pip install --upgrade newsarchive`. Nothing was changed.",
        )
    return Settings(version, tuple(prefer), packed)


def set_packed(layout: Layout) -> None:
    """Note in the settings that new volumes are packed. Raises ArchiveError where the file is too much the user's own."""
    text = layout.settings.read_text("utf-8")
    changed, count = re.subn(r"(?m)^packed *= *false", "packed = true", text)
    changed = changed if count else f"{text.rstrip()}\n\n[records]\npacked = true\n"
    try:
        noted = tomllib.loads(changed).get("records", {}).get("packed") is True
    except tomllib.TOMLDecodeError:
        noted = False
    if not noted:
        raise ArchiveError(f"{layout.settings} cannot be changed by a program", help="Write `packed = true` below `[records]`.")
    replace_file(layout.settings, changed.encode())


def migrate(layout: Layout, migrations: Mapping[int, Callable[[Path], None]] = MIGRATIONS, to: int = FORMAT) -> None:
    """Bring an older archive to today's format, step by step. Each step's version is written once the step is done.

    Call it under the lock. Raises FormatVersionError for a format that no step begins from.
    """
    while (version := read_settings(layout, to).format) < to:
        if version not in migrations:
            raise FormatVersionError(
                f"{layout.root} has archive format {version}, and nothing leads from there to format {to}",
                help="Open it with the newsarchive that wrote it. Nothing was changed.",
            )
        migrations[version](layout.root)
        text = layout.settings.read_text("utf-8")
        replace_file(layout.settings, re.sub(r"(?m)^format = \d+$", f"format = {version + 1}", text).encode())

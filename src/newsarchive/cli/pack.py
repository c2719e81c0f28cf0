"""`newsarchive pack`: full volumes into one compressed file each."""

from pathlib import Path

import attrs
import click

from .. import __version__
from ..entries import EndLine, RunLine
from ..store.archive import open_archive
from ..store.layout import Layout, read_settings
from ..store.pack import pack as run_pack
from . import output
from .options import archive_option, holder, json_option, utc_now


@click.command()
@archive_option
@click.option("--no-wait", is_flag=True, help="Do not wait if another process is writing to the archive.")
@json_option
def pack(archive: Path, no_wait: bool, as_json: bool) -> None:
    """Compress the volumes that are full: one file for a thousand records.

    The records stay the same, and every command reads them as before. The volume that is not full yet stays as it is.
    May be interrupted and run again at any time.
    """
    read_settings(Layout(archive))  # where there is no archive, none is made
    done = []
    with open_archive(archive, not no_wait, holder()) as opened:
        opened.begin(RunLine(run=opened.run, at=utc_now(), command="pack", newsarchive=__version__))
        for packing in run_pack(opened):
            done.append(packing)
            if not as_json:
                output.line(f"{packing.path}: {packing.before:,} bytes are {packing.after:,}")
        opened.end(EndLine(at=utc_now(), counts={"packed": len(done)}))
    before, after = (sum(getattr(packing, name) for packing in done) for name in ("before", "after"))
    if as_json:
        output.json_line({"packed": [attrs.asdict(packing) for packing in done], "saved": before - after})
    elif done:
        volumes = "1 volume" if len(done) == 1 else f"{len(done):,} volumes"
        output.line(f"packed {volumes}: saved {before - after:,} of {before:,} bytes, and {999 * len(done):,} files")
    else:
        output.line("no full volume is loose: nothing was changed")

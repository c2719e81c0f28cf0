"""The whole table of speed in one run: newsarchive beside cp, find, sha256sum, datatrove and polars. See README.md here.

Whole processes are timed, start-up and exit included, in pairs, each first in turn, the page cache warmed before each pair.
"""

import argparse
import signal
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import attrs
from benchmarks import environment, results
from benchmarks.figures import NEEDS, RIVALS, Figure, figures
from benchmarks.growth import GOAL, NEW, SMALL, growth
from benchmarks.memory import peak, table
from benchmarks.room import Room, Settings, can_pack
from benchmarks.timing import FailedError, Pairs, pairs

PLACES = {"shm": Path("/dev/shm"), "disk": Path("/var/tmp")}
QUICK, FULL = (20_000, 3), (100_000, 5)  # files and pairs


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.table", description=__doc__)
    parser.add_argument("--full", action="store_true", help=f"{FULL[0]:,} files and {FULL[1]} pairs")
    parser.add_argument("--files", type=int, help=f"in the drop folder (default: {QUICK[0]:,})")
    parser.add_argument("--pairs", type=int, help=f"of each figure (default: {QUICK[1]})")
    parser.add_argument("--workers", type=int, default=2, help="of newsarchive (default: 2)")
    parser.add_argument(
        "--where", nargs="+", default=["shm", "disk"], help="shm, disk, or folders on other file systems (default: shm disk)"
    )
    parser.add_argument("--only", nargs="*", choices=NEEDS, default=list(NEEDS), metavar="ROW", help=f"of {', '.join(NEEDS)}")
    parser.add_argument(
        "--memory", type=int, nargs="*", metavar="FILES", help="also peak memory (default: at 100,000 and 1,000,000 files)"
    )
    parser.add_argument(
        "--growth",
        type=int,
        nargs="?",
        const=1_000_000,
        metavar="FILES",
        help=f"also the cost of a document in an archive of so many (default: 1,000,000), against {SMALL:,}",
    )
    parser.add_argument(
        "--work", type=Path, default=Path("/var/tmp/newsarchive-bench-work"), help="where --growth keeps its archives"
    )
    parser.add_argument("--newsarchive", type=Path, default=Path(sys.executable).parent / "newsarchive", help="the program")
    parser.add_argument("--venv", type=Path, default=environment.PLACE, help="where datatrove and polars are installed")
    parser.add_argument("--save", metavar="NAME", help="write every time to benchmarks/results/NAME.json")
    options = parser.parse_args()
    if not options.newsarchive.exists():
        parser.error(f"{options.newsarchive} is not there: run `make bench`, or name it with --newsarchive")
    default = FULL if options.full else QUICK
    options.files, options.pairs = options.files or default[0], options.pairs or default[1]
    if options.memory == []:
        options.memory = [100_000, 1_000_000]
    return options


def prepare(options: argparse.Namespace) -> Settings:
    settings = Settings(options.files, options.pairs, options.workers, options.newsarchive)
    if any(NEEDS[key] in RIVALS for key in options.only):
        try:
            settings = attrs.evolve(settings, rivals=environment.python(options.venv))
        except subprocess.CalledProcessError as error:
            print(f"datatrove and polars could not be installed: {error}", flush=True)
    return settings


def measure(figure: Figure, room: Room) -> Pairs:
    """Time one row, and say each pair as it is done."""
    seconds = []
    for ours, theirs in pairs(figure.ours, figure.theirs, room.settings.pairs, room.path, figure.warmed()):
        seconds.append((ours, theirs))
        print(f"  {figure.key}: {figure.ours.label} {ours:.2f} s, {figure.theirs.label} {theirs:.2f} s", flush=True)
    return Pairs([ours for ours, _ in seconds], [theirs for _, theirs in seconds])


def at(place: Path, settings: Settings, only: list[str], packed: bool) -> results.Measured:
    """Every row that was asked for, on one file system."""
    with tempfile.TemporaryDirectory(prefix="newsarchive-bench-", dir=place) as folder:
        room = Room(Path(folder), settings)
        rows = {
            figure.key: results.row(figure, measure(figure, room)) for figure in figures(room, packed) if figure.key in only
        }
    return {
        "filesystem": results.filesystem(place),
        "figures": rows,
        "articles_per_second": results.articles_per_second(rows, settings.files),
    }


def measure_memory(counts: list[int], settings: Settings, place: Path, packed: bool) -> list[dict[str, int]]:
    with tempfile.TemporaryDirectory(prefix="newsarchive-bench-", dir=place) as folder:
        peaks = [peak(settings, Path(folder), count, packed) for count in counts]
    how = "packed" if packed else "loose"
    print(f"\n{how} ingest on {place}; to reach: at most 400 MB, and equal within 15 %\n\n{results.markdown(table(peaks))}")
    return [attrs.asdict(each) for each in peaks]


def measure_growth(large: int, settings: Settings, work: Path, packed: bool) -> results.Measured:
    work.mkdir(parents=True, exist_ok=True)
    seconds = list(growth(settings, work, large, packed))
    ratios = [ours / theirs for ours, theirs in seconds]
    ours, theirs = (statistics.median(side) for side in zip(*seconds, strict=True))
    title = f"{NEW:,} texts into an archive of {large:,} ÷ into one of {SMALL:,}, time ({'packed' if packed else 'loose'})"
    cell = f"{statistics.median(ratios):.3g} ({min(ratios):.3g} to {max(ratios):.3g}; {ours:.2f} s, {theirs:.2f} s)"
    heads = ["figure", "to reach", f"{work} ({results.filesystem(work)})"]
    print(f"\n{results.markdown([heads, [title, f'≤ {GOAL:g}', cell]])}", flush=True)
    return {"title": title, "goal": GOAL, "ratio": statistics.median(ratios), "ratios": ratios, "seconds": seconds}


def main() -> None:
    options = arguments()
    settings = prepare(options)
    packed = can_pack(settings)
    there = {"", *(RIVALS if settings.rivals else ()), *(("ingest --packed",) if packed else ())}
    found: results.Measured = {
        "machine": results.machine(settings),
        "files": settings.files,
        "pairs": settings.pairs,
        "workers": settings.workers,
        "packed": packed,
        "places": {},
    }
    print(f"{settings.files:,} files, {settings.pairs} pairs, page cache warmed before each pair", flush=True)
    for where in options.where if options.only else ():
        print(where, flush=True)
        found["places"][where] = at(PLACES.get(where, Path(where)), settings, options.only, packed)
    if found["places"]:
        print(f"\n{results.tables(found['places'])}", flush=True)
    for key in options.only:
        if NEEDS[key] not in there:
            print(f"\nleft out: {key}, because there is no {NEEDS[key]} here", flush=True)
    if options.memory:
        place = PLACES.get(options.where[0], Path(options.where[0]))
        found["memory_kib"] = measure_memory(options.memory, settings, place, packed)
    if options.growth:
        found["growth"] = measure_growth(options.growth, settings, options.work, packed)
    if options.save:
        print(f"\nwritten to {results.save(options.save, found)}")


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # so that work folders are removed then, too
    try:
        main()
    except FailedError as error:
        sys.exit(str(error))

"""What archiving a folder costs, against copying it: time as a ratio, and peak memory. See README.md beside this file.

Each pair is one `cp -r` (and `sync -f`) and one `newsarchive ingest` of the same warm folder, one directly after the other, in
turns first. Memory is measured in runs of its own.
"""

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
PLACES = {"shm": Path("/dev/shm"), "disk": Path("/var/tmp")}
SAMPLED_EVERY = 0.02  # seconds between two looks at the memory of the processes


def generate(folder: Path, count: int) -> int:
    """Make the input in a process of its own, so that this one stays small, read it once, and return its bytes."""
    subprocess.run([sys.executable, HERE / "generate.py", folder, str(count)], check=True, stdout=subprocess.DEVNULL)
    return sum(len(path.read_bytes()) for path in folder.rglob("*.txt"))  # reading warms the page cache


def settle(folder: Path) -> None:
    """Have earlier writes and deletions done before the clock starts."""
    subprocess.run(["sync", "-f", folder], check=True)


def timed(*commands: list[str | Path], allowed: tuple[int, ...] = (0,)) -> float:
    """Seconds that the commands take together. Their output is dropped; a failure ends the benchmark with it."""
    start = time.perf_counter()
    for command in commands:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        if done.returncode not in allowed:
            sys.exit(f"{command} ended with {done.returncode}:\n{done.stdout.decode(errors='replace')[-2000:]}")
    return time.perf_counter() - start


def ingest_command(options: argparse.Namespace, drop: Path, archive: Path) -> list[str | Path]:
    return [options.newsarchive, "ingest", drop, "-a", archive, "--workers", str(options.workers)]


def pairs(options: argparse.Namespace, room: Path) -> dict[str, Any]:
    """Copy and archive the same folder `options.pairs` times, and once more what is archived already."""
    drop = room / "drop"
    size = generate(drop, options.files)
    times: dict[str, list[float]] = {"copy": [], "ingest": [], "again": []}
    for number in range(options.pairs):
        for job in ("copy", "ingest") if number % 2 == 0 else ("ingest", "copy"):
            target = room / job
            settle(room)
            if job == "copy":
                times["copy"].append(timed(["cp", "-r", drop, target], ["sync", "-f", target]))
            else:
                times["ingest"].append(timed(ingest_command(options, drop, target)))
                times["again"].append(timed(ingest_command(options, drop, target)))
            shutil.rmtree(target)
        print(f"  pair {number + 1} of {options.pairs}: " + ", ".join(f"{job} {times[job][-1]:.2f} s" for job in times))
    medians = {job: statistics.median(seconds) for job, seconds in times.items()}
    return {
        "files": options.files,
        "bytes": size,
        "seconds": times,
        "medians": medians,
        "ratio": medians["ingest"] / medians["copy"],
        "files_per_second": options.files / medians["ingest"],
    }


def peak_memory(options: argparse.Namespace, room: Path, count: int) -> dict[str, int]:
    """Peak resident memory in KiB of an ingest of `count` files: of the parent, of its largest child, of all at once.

    Looks at /proc every few milliseconds: `ru_maxrss` does not tell a parent from its children, and begins with the size of
    whoever started it. `together` counts shared pages once (PSS).
    """
    drop, archive = room / "drop", room / "archive"
    generate(drop, count)
    with subprocess.Popen(
        ingest_command(options, drop, archive), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        peaks: dict[int, int] = {}
        together = [0]
        ended = threading.Event()

        def watch() -> None:
            while not ended.wait(SAMPLED_EVERY):
                family = [process.pid, *descendants(process.pid)]
                for pid in family:
                    peaks[pid] = max(peaks.get(pid, 0), kibibytes(pid, "status", "VmHWM"))
                together.append(sum(kibibytes(pid, "smaps_rollup", "Pss") for pid in family))

        watcher = threading.Thread(target=watch)
        watcher.start()
        process.wait()
        ended.set()
        watcher.join()
    if process.returncode:
        sys.exit(f"newsarchive ingest ended with {process.returncode}")
    shutil.rmtree(drop)
    shutil.rmtree(archive)
    parent = peaks.pop(process.pid, 0)
    return {
        "files": count,
        "parent": parent,
        "child": max(peaks.values(), default=0),
        "children": len(peaks),
        "together": max(together),
    }


def descendants(pid: int) -> list[int]:
    """The processes below a process, as far as they still live."""
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        children = [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        return []
    return children + [below for child in children for below in descendants(child)]


def kibibytes(pid: int, file: str, field: str) -> int:
    """A field of /proc/PID/FILE, 0 where the process has ended."""
    try:
        lines = Path(f"/proc/{pid}/{file}").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith(f"{field}:")), 0)


def filesystem(folder: Path) -> str:
    return subprocess.run(["stat", "-f", "-c", "%T", folder], check=True, capture_output=True, text=True).stdout.strip()


def machine(options: argparse.Namespace) -> dict[str, Any]:
    """What a number cannot be read without."""
    version = subprocess.run([options.newsarchive, "--version"], check=True, capture_output=True, text=True).stdout.strip()
    return {
        "newsarchive": version,
        "python": platform.python_version(),
        "kernel": platform.release(),
        "cores": len(os.sched_getaffinity(0)),
        "workers": options.workers,
    }


def print_times(found: dict[str, Any]) -> None:
    medians = found["medians"]
    print(f"  {found['files']:,} files, {found['bytes'] / 1e6:.1f} MB; medians of {len(found['seconds']['copy'])} pairs:")
    print(f"    cp -r and sync -f    {medians['copy']:8.2f} s")
    print(f"    newsarchive ingest   {medians['ingest']:8.2f} s   {found['files_per_second']:,.0f} files a second")
    print(f"    ingest / copy        {found['ratio']:8.2f}")
    print(f"    the same again       {medians['again']:8.2f} s")


def print_memory(small: dict[str, int], large: dict[str, int]) -> None:
    print(f"    peak memory, MiB   {small['files']:>10,} files {large['files']:>10,} files     growth")
    for who in ("parent", "child", "together"):
        before, after = small[who] / 1024, large[who] / 1024
        print(f"    {who:<18} {before:>16.1f} {after:>16.1f} {after - before:>+10.1f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--where", nargs="+", default=["shm"], help="shm, disk, or a folder on the file system to use (default: shm)"
    )
    parser.add_argument("--files", type=int, default=20_000)
    parser.add_argument("--pairs", type=int, default=3)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument(
        "--memory", type=int, nargs=2, default=[5_000, 20_000], metavar="FILES", help="numbers of files to compare"
    )
    parser.add_argument("--no-memory", action="store_true", help="leave the memory out")
    parser.add_argument(
        "--newsarchive", type=Path, default=Path(sys.executable).parent / "newsarchive", help="the console script"
    )
    parser.add_argument("--save", metavar="NAME", help="write the numbers to benchmarks/results/NAME.json")
    options = parser.parse_args()
    if not options.newsarchive.exists():
        parser.error(f"{options.newsarchive} is not there: run `make bench`, or name it with --newsarchive")
    results: dict[str, Any] = {"machine": machine(options), "places": {}}
    for where in options.where:
        place = PLACES.get(where, Path(where))
        kind = filesystem(place)
        print(f"{where} ({kind})", flush=True)
        with tempfile.TemporaryDirectory(prefix="newsarchive-bench-", dir=place) as room:
            found = pairs(options, Path(room))
        found["filesystem"] = kind
        print_times(found)
        if not options.no_memory:
            with tempfile.TemporaryDirectory(prefix="newsarchive-bench-", dir=place) as room:
                found["memory_kib"] = [peak_memory(options, Path(room), count) for count in options.memory]
            print_memory(*found["memory_kib"])
        results["places"][where] = found
    if options.save:
        target = HERE / "results" / f"{options.save}.json"
        target.parent.mkdir(exist_ok=True)
        target.write_text(json.dumps(results, indent=2) + "\n")
        print(f"written to {target}")


if __name__ == "__main__":
    main()

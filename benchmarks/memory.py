"""Peak memory of an ingest, which must not depend on how many files there are."""

import shutil
import subprocess
import threading
from pathlib import Path

import attrs
from benchmarks.room import Settings, generate, ingest
from benchmarks.timing import FailedError

SAMPLED_EVERY = 0.05  # seconds between two looks at the processes


@attrs.frozen
class Peak:
    """Peak resident memory in KiB: of the parent, of its largest child, of all at once with shared pages counted once (PSS)."""

    files: int
    parent: int
    child: int
    together: int


def peak(settings: Settings, room: Path, files: int, packed: bool) -> Peak:
    """Ingest so many files into a new archive, and look at /proc meanwhile. Raises FailedError.

    `ru_maxrss` would not do: it begins with the size of whoever started the process.
    """
    drop, archive = room / "drop", room / "archive"
    generate(drop, files)
    process = subprocess.Popen(ingest(settings, drop, archive, packed), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peaks: dict[int, int] = {}
    together = [0]
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(SAMPLED_EVERY):
            family = [process.pid, *_descendants(process.pid)]
            for pid in family:
                peaks[pid] = max(peaks.get(pid, 0), _kibibytes(pid, "status", "VmHWM"))
            together[0] = max(together[0], sum(_kibibytes(pid, "smaps_rollup", "Pss") for pid in family))

    watcher = threading.Thread(target=watch)
    watcher.start()
    process.wait()
    ended.set()
    watcher.join()
    if process.returncode:
        raise FailedError(f"newsarchive ingest of {files:,} files ended with {process.returncode}")
    shutil.rmtree(drop)
    shutil.rmtree(archive)
    parent = peaks.pop(process.pid, 0)
    return Peak(files, parent, max(peaks.values(), default=0), together[0])


def table(peaks: list[Peak]) -> list[list[str]]:
    """The rows of a table in MiB, with the last peak as a share of the first."""
    rows = [["peak memory, MiB", *(f"{peak.files:,} files" for peak in peaks), "last ÷ first"]]
    for label in ("parent", "child", "together"):
        values = [getattr(peak, label) / 1024 for peak in peaks]
        growth = f"{values[-1] / values[0]:.2f}" if values[0] else ""
        rows.append([label, *(f"{value:.0f}" for value in values), growth])
    return rows


def _descendants(pid: int) -> list[int]:
    """The processes below a process, as far as they still live."""
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        children = [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        return []
    return children + [below for child in children for below in _descendants(child)]


def _kibibytes(pid: int, file: str, field: str) -> int:
    """A field of /proc/PID/FILE, 0 where the process has ended."""
    try:
        lines = Path(f"/proc/{pid}/{file}").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith(f"{field}:")), 0)

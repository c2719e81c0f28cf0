"""What was measured, as JSON to keep and as Markdown to paste."""

import json
import os
import platform
import statistics
import subprocess
from collections import defaultdict
from pathlib import Path
from typing import Any

from benchmarks import environment
from benchmarks.figures import Figure
from benchmarks.room import HERE, Settings
from benchmarks.timing import Pairs

Measured = dict[str, Any]


def row(figure: Figure, pairs: Pairs) -> Measured:
    """A figure with every single time, in seconds."""
    ratios = pairs.ratios(figure.speed)
    ratio = statistics.median(ratios)
    ours, theirs = pairs.medians()
    return {
        "title": figure.title,
        "goal": figure.goal,
        "more_is_better": figure.speed,
        "ratio": ratio,
        "reached": figure.reached(ratio),
        "ratios": ratios,
        "ours": {"job": figure.ours.label, "median": ours, "seconds": pairs.ours},
        "theirs": {"job": figure.theirs.label, "median": theirs, "seconds": pairs.theirs},
    }


def machine(settings: Settings) -> Measured:
    """What a number cannot be read without."""
    version = subprocess.run([settings.newsarchive, "--version"], check=True, capture_output=True, text=True).stdout.strip()
    return {
        "newsarchive": version,
        "python": platform.python_version(),
        "kernel": platform.release(),
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_mib": os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") >> 20,
        "rivals": json.loads(environment.versions(settings.rivals)) if settings.rivals else {},
    }


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def filesystem(folder: Path) -> str:
    return subprocess.run(["stat", "-f", "-c", "%T", folder], check=True, capture_output=True, text=True).stdout.strip()


def tables(places: dict[str, Measured]) -> str:
    """Two Markdown tables: the ratios beside what is to be reached, and each job's articles a second."""
    heads = [f"{name} ({place['filesystem']})" for name, place in places.items()]
    keys = list(dict.fromkeys(key for place in places.values() for key in place["figures"]))
    ratios = [["figure", "to reach", *heads]]
    for key in keys:
        found = [place["figures"].get(key) for place in places.values()]
        first = next(row for row in found if row)
        ratios.append([first["title"], _goal(first), *map(_cell, found)])
    speeds = [place["articles_per_second"] for place in places.values()]
    labels = list(dict.fromkeys(label for speed in speeds for label in speed))
    each = [[label, *(f"{speed[label]:,.0f}" if label in speed else "" for speed in speeds)] for label in labels]
    return "\n\n".join(markdown(table) for table in (ratios, [["articles a second", *heads], *each]) if len(table) > 1)


def articles_per_second(rows: dict[str, Measured], files: int) -> dict[str, float]:
    """Of each job over the whole drop folder: the median of all its runs, also over several figures, fastest first."""
    seconds: dict[str, list[float]] = defaultdict(list)
    for measured in rows.values():
        if measured["more_is_better"]:
            for side in (measured["ours"], measured["theirs"]):
                seconds[side["job"]] += side["seconds"]
    speeds = {job: files / statistics.median(taken) for job, taken in seconds.items()}
    return dict(sorted(speeds.items(), key=lambda item: -item[1]))


def _goal(measured: Measured) -> str:
    if measured["goal"] is None:
        return "report"
    return f"{'≥' if measured['more_is_better'] else '≤'} {measured['goal']:g}"


def _cell(measured: Measured | None) -> str:
    if measured is None:
        return ""
    mark = {True: " ✓", False: " ✗", None: ""}[measured["reached"]]
    times = f"{measured['ours']['median']:.2f} s, {measured['theirs']['median']:.2f} s"
    low, high = min(measured["ratios"]), max(measured["ratios"])
    return f"**{measured['ratio']:.3g}**{mark} ({low:.3g} to {high:.3g}; {times})"


def markdown(rows: list[list[str]]) -> str:
    head, *body = rows
    lines = [head, ["---"] * len(head), *body]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def save(name: str, results: Measured) -> Path:
    """Write results/NAME.json."""
    target = HERE / "results" / f"{name}.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(results, indent=2, ensure_ascii=False) + "\n")
    return target

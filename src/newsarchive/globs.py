"""Patterns of paths: `afp/**/*.xml`.

    pattern = part *( "/" part )
    part    = "**" / 1*( "*" / any character but "/" )

`*` is any run of characters within one part of a path, also none. `**` stands for a whole part, and for any number of
folders, also none; at the end for what lies below, at any depth. Every other character is itself; case counts.
The time is linear in the path for each `*`: nothing is tried twice.
"""

import attrs

from .errors import NewsarchiveError


class GlobError(NewsarchiveError, ValueError):
    """A text is no pattern."""


@attrs.frozen
class Glob:
    """A pattern. Made by `Glob.parse`; `runs` are the parts between one `**` and the next."""

    text: str
    runs: tuple[tuple[str, ...], ...]

    @classmethod
    def parse(cls, text: str) -> "Glob":
        """Raises GlobError."""
        runs: list[list[str]] = [[]]
        for part in text.split("/"):
            if part in ("", ".", ".."):
                raise GlobError(f"{text!r} is no path below a folder: {part!r} is no name in one")
            if part == "**":
                runs.append([])
            elif "**" in part:
                raise GlobError(f"`**` stands for whole folders and not for a piece of a name, as in {part!r}")
            else:
                runs[-1].append(part)
        if not runs[-1]:
            runs[-1].append("*")  # what lies below has a name
        return cls(text, tuple(map(tuple, runs)))

    def matches(self, path: str) -> bool:
        """Whether a path, with `/` between its parts, is one of these."""
        parts = path.split("/")
        first, *rest = self.runs
        if not rest:
            return len(parts) == len(first) and _begins(parts, 0, first)
        *between, last = rest
        end = len(parts) - len(last)
        if end < len(first) or not _begins(parts, 0, first) or not _begins(parts, end, last):
            return False
        # The leftmost place for each run leaves the most room for those behind it.
        start = len(first)
        for run in between:
            while start + len(run) <= end and not _begins(parts, start, run):
                start += 1
            start += len(run)
        return start <= end


def _begins(parts: list[str], start: int, run: tuple[str, ...]) -> bool:
    return all(_fits(part, pattern) for part, pattern in zip(parts[start : start + len(run)], run, strict=True))


def _fits(name: str, pattern: str) -> bool:
    """Whether one part of a path fits one part of a pattern."""
    first, *rest = pattern.split("*")
    if not rest:
        return name == pattern
    *between, last = rest
    if len(name) < len(first) + len(last) or not name.startswith(first) or not name.endswith(last):
        return False
    start, end = len(first), len(name) - len(last)
    for piece in between:
        found = name.find(piece, start, end)
        if found < 0:
            return False
        start = found + len(piece)
    return True

"""`strace` around a command: what it did to files below a folder, and how to disturb it at one of these calls."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path

import attrs
import pytest

STRACE = shutil.which("strace")
needs_strace = pytest.mark.skipif(STRACE is None, reason="strace is not installed")

#: All that changes a file or a folder or makes it durable. Between two of these nothing on the disk is different.
CALLS = (
    *("openat", "write", "pwrite64", "writev", "rename", "unlink", "mkdir", "rmdir", "ftruncate", "truncate"),
    *("fsync", "fdatasync", "syncfs", "fallocate", "copy_file_range", "sendfile", "link", "flock"),
    *("renameat", "renameat2", "unlinkat", "mkdirat", "linkat", "utimensat", "pwritev", "sync_file_range"),
)
_SYSCALL = re.compile(r"(?:\d+ +)?(?P<name>\w+)\((?P<rest>.*)\) += (?P<result>-?\d+|\?)(?P<tail>.*)", re.DOTALL)
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_OPENED = re.compile(r"(-?\w+)<((?:\\.|[^>\\])*)>")
_ESCAPE = re.compile(rb"\\(x[0-9a-f]{2}|[0-7]{1,3}|.)")
_LETTERS = {b"n": b"\n", b"t": b"\t", b"r": b"\r", b"v": b"\v", b"f": b"\f", b'"': b'"', b"\\": b"\\"}


@attrs.frozen
class Call:
    """A system call: its arguments as text, the paths that it names or that its descriptors stand for, its result."""

    name: str
    arguments: str
    paths: tuple[str, ...]
    strings: tuple[bytes, ...]
    result: int | None
    injected: bool

    @property
    def changes(self) -> bool:
        """Whether it can change anything: not so a file opened to be read."""
        return self.name != "openat" or "O_CREAT" in self.arguments or "O_TRUNC" in self.arguments

    @property
    def numbers(self) -> list[int]:
        """The plain numbers among the arguments, in their order."""
        return [int(word) for word in re.findall(r", (\d+)(?=,|$)", _QUOTED.sub('""', self.arguments))]


def unescape(text: str) -> bytes:
    """What strace means by a quoted string."""

    def plain(match: "re.Match[bytes]") -> bytes:
        said = match[1]
        if said[:1] == b"x" and len(said) == 3:
            return bytes.fromhex(said[1:].decode())
        return _LETTERS[said] if said in _LETTERS else bytes([int(said, 8)])

    return _ESCAPE.sub(plain, text.encode("latin-1"))


def parse(trace: Path, below: Path) -> list[Call]:
    """The calls of a trace made with `-y` that have to do with something below a folder, or with the folder."""
    root = os.fspath(below)
    found = []
    for line in trace.read_bytes().decode("latin-1").split("\n"):
        match = _SYSCALL.fullmatch(line)
        if match is None or root not in line:
            continue
        strings = tuple(unescape(text) for text in _QUOTED.findall(match["rest"]))
        opened = [unescape(path).removesuffix(b"(deleted)") for fd, path in _OPENED.findall(match["rest"]) if fd != "AT_FDCWD"]
        opened += [unescape(path) for _, path in _OPENED.findall(match["result"] + match["tail"])]
        named = strings if match["name"] not in ("write", "pwrite64") else ()
        paths = [os.fsdecode(path) for path in dict.fromkeys((*named, *opened))]
        inside = tuple(path for path in paths if path == root or path.startswith(root + "/"))
        if inside:
            result = None if match["result"] == "?" else int(match["result"])
            found.append(Call(match["name"], match["rest"], inside, strings, result, "(INJECTED)" in match["tail"]))
    return found


def strace(
    command: Sequence[str | Path],
    output: Path,
    *,
    calls: Iterable[str] = CALLS,
    paths: Iterable[str] = (),
    inject: str | None = None,
    whole: bool = False,
    follow: bool = False,
) -> "subprocess.CompletedProcess[str]":
    """Run a command under strace. `inject` (as strace has it) disturbs those of its calls that touch `paths`; `whole` writes out all data.

    Only the process itself is traced, unless `follow` is asked for: its workers never see the archive (a test says so).
    """
    assert STRACE is not None
    names = ",".join(f"?{name}" for name in calls)
    options = [STRACE, "-y", "-o", str(output), "-e", f"trace={names}", "-e", "signal=none"]
    options += ["-f"] if follow else []
    options += ["-s", "100000000"] if whole else []
    options += ["-e", f"inject={inject}"] if inject else []
    for path in paths:
        options += ["-P", path]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("NEWSARCHIVE")}
    whole_command = [*options, *map(str, command)]
    return subprocess.run(whole_command, capture_output=True, text=True, env=environment, timeout=300, check=False)

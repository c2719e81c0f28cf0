"""Reading the same documents in another process: other hash seed, locale, time zone and clock, under a worker's limits."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import attrs
import msgspec

from ..sources import Document


@attrs.frozen
class Surroundings:
    """What a reading must not depend on. `forward` are seconds by which the clock is wrong."""

    hash_seed: int = 0
    time_zone: str = "UTC"
    lc_all: str = "C.UTF-8"
    forward: int = 0


#: Two places far from each other, and from where the tests run.
PLACES = (
    Surroundings(hash_seed=1, time_zone="Pacific/Kiritimati", lc_all="C"),
    Surroundings(hash_seed=4242, time_zone="America/St_Johns", lc_all="tr_TR.UTF-8", forward=5 * 365 * 86_400),
)


class Task(msgspec.Struct):
    """What the other process is to read, with which source."""

    source: str
    file: str | None
    path: list[str]
    forward: int
    limited: bool
    documents: list[tuple[str, bytes]]


class Answer(msgspec.Struct):
    """A document's reading as canonical JSON, what the parser asked of the system, and why it failed, if it did."""

    reading: bytes
    deeds: list[str]
    fault: str


def read_elsewhere(
    source: str, file: Path | None, documents: Sequence[Document], where: Surroundings, limited: bool = False
) -> "Elsewhere":
    """Start another process that reads documents, one after the other. `limited`: as a worker would be."""
    process = subprocess.Popen(  # this very Python
        [sys.executable, "-m", "newsarchive.testing.again"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={
            **os.environ,
            "PYTHONHASHSEED": str(where.hash_seed),
            "TZ": where.time_zone,
            "LC_ALL": where.lc_all,
            "LANG": where.lc_all,
            "PYTHONUTF8": "1",
        },
    )
    task = Task(
        source=source,
        file=str(file) if file else None,
        path=sys.path,
        forward=where.forward,
        limited=limited,
        documents=[(document.name, document.data) for document in documents],
    )
    return Elsewhere(process, msgspec.msgpack.encode(task))


@attrs.define
class Elsewhere:
    """A process that was started. `answers` waits for it."""

    _process: "subprocess.Popen[bytes]"
    _task: bytes

    def answers(self) -> tuple[list[Answer], str]:
        """One answer a document, as far as it came, and how it ended if that was too early."""
        out, err = self._process.communicate(self._task)
        answers = list(_frames(out))
        code = self._process.returncode
        if code == 0:
            return answers, ""
        last = err.decode(errors="replace").strip().rpartition("\n")[2]
        return answers, f"it was ended by signal {-code}" if code < 0 else f"it ended with exit code {code}: {last}"


def _frames(data: bytes) -> Iterator[Answer]:
    """Each frame is four bytes of length, big-endian, and an Answer."""
    while len(data) >= 4:
        length = int.from_bytes(data[:4], "big")
        if len(data) < 4 + length:
            return
        yield msgspec.msgpack.decode(data[4 : 4 + length], type=Answer)
        data = data[4 + length :]

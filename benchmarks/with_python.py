"""The least that two Python processes need: walk, read, SHA-256, a line of JSON, write. python with_python.py DROP TARGET.

No parsing, no durability, and each process leaves out only what it has seen itself. What this takes is the limit of any
archiver in Python that makes a record of each file.
"""

import hashlib
import os
import sys
from pathlib import Path

import orjson

PROCESSES = 2


def paths(drop: str) -> list[str]:
    return [os.path.join(folder, name) for folder, _, names in os.walk(drop) for name in names]


def archive(share: list[str], target: Path) -> None:
    known: set[bytes] = set()
    with target.open("wb", buffering=1 << 20) as lines:
        for path in share:
            descriptor = os.open(path, os.O_RDONLY)
            data = os.read(descriptor, os.fstat(descriptor).st_size)
            os.close(descriptor)
            digest = hashlib.sha256(data)
            if digest.digest() not in known:
                known.add(digest.digest())
                record = {"content_hash": digest.hexdigest(), "name": path, "text": data.decode()}
                lines.write(orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE))


def main() -> None:
    drop, target = sys.argv[1], Path(sys.argv[2])
    target.mkdir()
    every = paths(drop)
    children = []
    for number in range(1, PROCESSES):
        child = os.fork()
        if child == 0:
            archive(every[number::PROCESSES], target / f"{number}.jsonl")
            os._exit(0)
        children.append(child)
    archive(every[::PROCESSES], target / "0.jsonl")
    for child in children:
        if os.waitpid(child, 0)[1]:
            sys.exit(1)


if __name__ == "__main__":
    main()

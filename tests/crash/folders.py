"""Drop folders with something of everything: 50 entries, and what comes on the next day."""

import os
from pathlib import Path
from typing import Any

from tests.archive.support import STORY, story, write_fields

_BODY = "The wreck in the basin of Vellmar was lifted on Friday, and ships come in again, the port authority said."


def _raw(folder: Path, name: bytes, data: bytes) -> None:
    Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_bytes(data)


def mixed(drop: Path) -> None:
    """50 entries: the bundled sources, duplicates, versions, notices, parts, defects, and what is no news at all."""
    for folder in ("wire", "desk/deep", "feeds"):
        (drop / folder).mkdir(parents=True)
    for number in range(11):
        (drop / f"plain-{number:02}.txt").write_text(story(number))
    for number in range(20, 27):
        (drop / "wire" / f"signed-{number}.txt").write_text(f"{story(number)}\nB.Mercer--IP\n")
    for number in range(30, 36):
        text = f" date 2024-12-{number - 20:02} {story(number)}"
        (drop / "desk" / f"dated-{number}.txt").write_text(text)
    for number in range(5):  # the same bytes, and the same story signed by another hand
        (drop / "desk" / "deep" / f"copy-{number}.txt").write_text(story(number))
        (drop / "desk" / f"again-{number}.txt").write_text(f"{story(20 + number)}\nO.Byrne--AG\n")
    for number in range(3):
        items: list[dict[str, Any]] = [
            {"headline": f"Correction {number}", "body": f"{_BODY} {number} {step}", "identifiers": {"guid": f"{number}"}}
            for step in range(4)
        ]
        items += [
            {"notice": {"identifiers": {"guid": f"{number}"}, "status": "canceled", "reason": "wrong harbour"}},
            {"ignored": "an advertisement"},
            {"defect": {"code": "odd", "reason": "a line that says nothing"}},
            {"part": {"name": "inner.txt", "text": story(40 + number)}},
            {"part": {"name": "inner.bin", "text": "\0\1\2"}},
        ]
        write_fields(drop / "feeds" / f"{number}.fields", *items)
    write_fields(drop / "feeds" / "many.fields", *({"headline": f"Item {n}", "body": f"{_BODY} {n}"} for n in range(8)))
    (drop / "feeds" / "broken.fields").write_text('[{"headline": ')
    (drop / "empty.txt").write_bytes(b"")
    (drop / "white.txt").write_text(" \n\t\n")
    (drop / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8)
    (drop / "undecodable.txt").write_bytes(bytes(range(128, 256)) * 3 + b"\xff\xfe\x00")
    (drop / "long.txt").write_text("A long day in Vellmar\n\n" + STORY * 60)
    _raw(drop, b"caf\xe9.txt", story(50).encode("cp1252"))
    _raw(drop, "é\n.txt".encode(), story(51).encode("utf-16"))
    os.mkfifo(drop / "pipe")
    (drop / "link.txt").symlink_to("plain-00.txt")


def next_day(drop: Path) -> None:
    """What comes later: new ones, a known one, one under an old name, and a new version."""
    for number in range(60, 72):
        (drop / "wire" / f"late-{number}.txt").write_text(story(number))
    (drop / "wire" / "late-copy.txt").write_text(story(3))
    (drop / "plain-01.txt").write_text(story(73))
    (drop / "plain-02.txt").unlink()
    write_fields(drop / "feeds" / "late.fields", {"headline": "Correction", "body": _BODY, "identifiers": {"guid": "1"}})


def nearly_a_volume(drop: Path, count: int = 940) -> None:
    """So many short articles in one document that what follows crosses the border of the first volume."""
    write_fields(
        drop / "bulk.fields", *({"headline": f"Notice {number}", "body": f"{_BODY} No {number}."} for number in range(count))
    )

"""A corpus of hostile files, the same for the same seed: every kind that we know, and mutations of those."""

import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from ..archive.support import story
from . import containers

#: Where these go, whoever shows them must escape them.
ESCAPES = "\x1b]0;owned\x07\x1b[31mred\x1b[2J\u202egnp.exe\u2066\u200f\x9b31m\x07\x7f"
_SMALL = 100_000
#: A line of 60 MB: too large for the bound of memory that the others hold to.
LONG_LINE = b"word " * (12 << 20)


def texts() -> dict[str, bytes]:
    """Plain texts that are hardly any."""
    told = story(1)
    return {
        "a word of 8 MB": b"w" * (8 << 20),
        "100,000 lines": b"line\n" * 100_000,
        "a million blank lines": b"\n" * 1_000_000 + told.encode(),
        "carriage returns": told.encode() + b"\r" * 100_000,
        "NULs between": b"\0".join(told.encode().split(b" ")),
        "NULs behind": told.encode() + bytes(100_000),
        "only NULs": bytes(5000),
        "every byte": bytes(range(256)) * 40,
        "nothing": b"",
        "one byte": b"\xff",
        "escapes": (ESCAPES + told + ESCAPES).encode(),
        "right to left": f"\u202b{told}\u202c".encode(),
        "bidi unbalanced": ("\u202e\u2066" * 5000 + told).encode(),
        "combining marks": ("e" + "\u0301" * 50_000).encode(),
        "formulas": b"=cmd|' /C calc'!A0\n\n+1+1\n-2+3\n@SUM(A1)\n\t=1\n",
        "half a surrogate, UTF-8": told.encode() + b"\xed\xa0\x80",
        "overlong UTF-8": told.encode() + b"\xc0\xaf\xe0\x80\xaf",
        "beyond Unicode": told.encode() + b"\xf4\x90\x80\x80",
        "half a surrogate, UTF-16": b"\xff\xfe" + told.encode("utf-16-le") + b"\x00\xd8",
        "half a surrogate, UTF-32": b"\xff\xfe\0\0" + told.encode("utf-32-le") + b"\x00\xd8\0\0",
        "odd UTF-16": b"\xff\xfe" + told.encode("utf-16-le") + b"x",
        "marks upon marks": b"\xef\xbb\xbf\xff\xfe\xfe\xff\xef\xbb\xbf" + told.encode(),
        "a mark that lies": b"\xff\xfe" + told.encode(),
        "a mark alone": b"\xef\xbb\xbf",
        "UTF-16 without mark": told.encode("utf-16-le"),
        "UTF-7": b"+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
        "EBCDIC": told.encode("cp037"),
        "a date and dashes": b"date 2024-12-03 " + b"-" * 200_000,
        "dates": b"date 2024-12-03 " * 20_000,
        "signatures": b"A.B--IP\n" * 50_000,
        "noncharacters": "\ufffe\uffff\U0010ffff".encode() * 1000 + told.encode(),
    }


def markup() -> dict[str, bytes]:
    """XML and HTML."""
    laughs = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 12))
    return {
        "billion laughs.xml": b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY l0 "ha">' + laughs + b"]><r>&l11;</r>",
        "quadratic.xml": b'<!DOCTYPE r [<!ENTITY a "' + b"a" * 50_000 + b'">]><r>' + b"&a;" * 50_000 + b"</r>",
        "xxe.xml": b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r>&x;</r>',
        "xxe parameter.xml": b'<!DOCTYPE r [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x.dtd"> %x;]><r/>',
        "xinclude.xml": b'<r xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="/etc/passwd" parse="text"/></r>',
        "an attribute of 4 MB.xml": b'<r a="' + b"x" * (4 << 20) + b'"/>',
        "100,000 attributes.xml": b"<r " + b" ".join(b'a%d=""' % n for n in range(100_000)) + b"/>",
        "depth 100,000.xml": b"<r>" * 100_000 + b"</r>" * 100_000,
        "never closed.xml": b"<?xml version='1.0'?><r><a>",
        "declared otherwise.xml": b'<?xml version="1.0" encoding="utf-16"?><r>x</r>',
        "comment without end.xml": b"<r><!-- " + b"-" * 100_000,
        "cdata without end.xml": b"<r><![CDATA[" + b"]" * 100_000,
        "60 kB of links.html": b"<a " * 20_000,
        "depth 100,000.html": b"<!DOCTYPE html><html>" + b"<div>" * 100_000 + b"x",
        "formatting.html": b"<html><body>" + b"<b><i><u>" * 20_000 + b"x",
        "tables in tables.html": b"<html><body>" + b"<table><tr><td>" * 20_000,
        "script.html": b"<html><script>while(1);</script><img src=x onerror=alert(1)><p>x",
        "an attribute without end.html": b'<html><a href="' + b"x" * 100_000,
    }


def data() -> dict[str, bytes]:
    """JSON."""
    return {
        "depth 100,000.json": b"[" * 100_000 + b"]" * 100_000,
        "depth of objects.json": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
        "the same key twice.json": b'{"headline": "one", "headline": "two"}',
        "no numbers.json": b'{"a": NaN, "b": Infinity, "c": -Infinity}',
        "half a surrogate.json": b'{"headline": "\\ud800"}',
        "a huge integer.json": b'{"a": ' + b"9" * 100_000 + b"}",
        "a huge exponent.json": b'{"a": 1e999999999}',
        "several values.json": b'{"a": 1} {"a": 2}\n[3]',
        "cut off.json": b'{"headline": "a story that ends in the mid',
        "a mark in front.json": b'\xef\xbb\xbf{"a": 1}',
        "lines.jsonl": b'{"a": 1}\n{"a": \n{"a": 3}\n',
        "a string of 20 MB.json": b'{"a": "' + b"x" * (20 << 20) + b'"}',
    }


@cache
def known() -> list[tuple[bytes, bytes]]:
    """Every file that we thought of, with a name that tells it."""
    found = {f"{name}.zip": each for name, each in containers.zips().items()}
    found |= {f"{name}.tar": each for name, each in containers.tars().items()}
    found |= {f"{name}.{end}": each for end, many in containers.streams().items() for name, each in many.items()}
    found |= {f"{name}.txt": each for name, each in texts().items()} | markup() | data()
    named = [(name.replace("/", "_").encode(), each) for name, each in found.items()]
    odd = [
        b"n" * 251 + b".txt",
        ESCAPES.encode() + b".txt",
        b"caf\xe9.txt",
        "e\u0301.TXT".encode(),
        b"=cmd.txt",
        b"-rf.txt",
        b" .txt",
    ]
    return named + [(name, story(100 + number).encode()) for number, name in enumerate(odd)]


def corpus(seed: int, count: int) -> Iterator[tuple[bytes, bytes]]:
    """So many files: a sample of the known ones, or all of them and mutations."""
    chance = random.Random(seed)
    files = known()
    yield from chance.sample(files, min(count, len(files)))
    small = [(name, each) for name, each in files if 0 < len(each) < _SMALL and len(name) < 200]
    for number in range(count - len(files)):
        name, each = chance.choice(small)
        yield b"%05d-%s" % (number, name), mutated(chance, each, chance.choice(small)[1])


def mutated(chance: random.Random, whole: bytes, other: bytes) -> bytes:
    """A file with a few bytes turned, a piece cut out, doubled or taken from elsewhere."""
    data = bytearray(whole)
    for _ in range(chance.randint(1, 8)):
        at, length = chance.randrange(len(data) + 1), chance.randrange(1, 64)
        match chance.randrange(5):
            case 0:
                data[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del data[at : at + length]
            case 2:
                data[at:at] = data[at : at + length] * chance.randint(1, 50)
            case 3:
                data[at : at + length] = other[at : at + length]
            case _:
                data[at : at + 4] = chance.choice([b"\xff\xff\xff\xff", bytes(4), b"PK\3\4", b"\x80\0\0\0"])
    return bytes(data)


def write(folder: Path, seed: int, count: int) -> int:
    """Write the corpus into a folder; how many files that are."""
    written = 0
    for name, each in corpus(seed, count):
        with open(bytes(folder) + b"/" + name, "wb") as file:  # noqa: PTH123  # a name as bytes
            file.write(each)
        written += 1
    return written

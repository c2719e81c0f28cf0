"""A ledger line: sealed with its own digest and that of the line before."""

import hashlib

import attrs
import orjson

from ..canonical import encode_with
from ..entries import LINES, Entry
from ..fields import convert

GENESIS = "0" * 64
_SEAL = b',"this":"'
_SEAL_LENGTH = len(_SEAL) + 64 + len(b'"}')


@attrs.frozen
class Place:
    """Where a line begins."""

    run: str
    offset: int


@attrs.frozen
class Tail:
    """The ledger's end: the run that wrote last, how long its file is, the digest of its last acknowledged line."""

    run: str | None
    length: int
    digest: str

    def is_beyond(self, other: "Tail") -> bool:
        """Whether a ledger that ends there has less than one that ends here."""
        return (int(self.run or 0), self.length) > (int(other.run or 0), other.length)


def seal(entry: Entry, prev: str) -> tuple[bytes, str]:
    """The bytes of a line, with its line feed, and its digest."""
    body = encode_with(entry, prev=prev)[:-1]
    digest = hashlib.sha256(body).hexdigest()
    return body + _SEAL + digest.encode() + b'"}\n', digest


def unseal(line: bytes, prev: str | None, redacted: bool = False) -> str:
    """The digest of a line without its line feed. Raises ValueError if it is not what was written.

    Of a `redacted` line, for whose bytes somebody else vouches, it is the digest that it states.
    """
    body, digest = line[:-_SEAL_LENGTH], line[-66:-2].decode("ascii", "replace")
    sealed = line[-_SEAL_LENGTH:-66] == _SEAL and line[-2:] == b'"}'
    if not sealed or not (redacted or hashlib.sha256(body).hexdigest() == digest):
        raise ValueError("its digest is not that of its bytes")
    if prev is not None and f'"prev":"{prev}"'.encode() not in body:
        raise ValueError("it does not follow the line before it")
    return digest


def parse(line: bytes) -> Entry:
    """A line as its class. Raises RecordError."""
    fields = orjson.loads(line)
    return convert(fields, LINES[fields["event"]])

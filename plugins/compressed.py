"""One file behind one compression: gzip, bzip2, xz and zstd."""

from collections.abc import Iterator
from functools import partial

from newsarchive import Bid, Confidence, Defect, Document, Part, Sample, Source, Unreadable, hookimpl

from ._container import Excess
from ._packing import KINDS, inner_name


def sniff(name: str, sample: Sample) -> Bid | None:
    """The mark of the compression."""
    kind = KINDS[name]
    return Bid(Confidence.LIKELY, f"begins as {kind.title} does") if kind.magic.match(sample.head) else None


def parse(name: str, document: Document) -> Iterator[Part | Defect]:
    """One part. What is cut off or damaged is not handed on: half a story is none."""
    stream = KINDS[name].unpack(document)
    try:
        data = stream.allowance.gather(stream.read, spend=False)
    except Excess as error:
        raise Unreadable(error.reason, code=error.code) from None
    yield Part(inner_name(document.name, KINDS[name]), data)


@hookimpl
def newsarchive_sources() -> list[Source]:
    """A source for each compression."""
    return [
        Source("gzip", title="gzip file", sniff=partial(sniff, "gzip"), parse=partial(parse, "gzip")),
        Source("bzip2", title="bzip2 file", sniff=partial(sniff, "bzip2"), parse=partial(parse, "bzip2")),
        Source("xz", title="xz file", sniff=partial(sniff, "xz"), parse=partial(parse, "xz")),
        Source("zstd", title="zstd file", sniff=partial(sniff, "zstd"), parse=partial(parse, "zstd"), libraries=("zstandard",)),
    ]

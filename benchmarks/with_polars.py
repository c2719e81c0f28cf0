"""Deduplication of a folder of texts by polars: python with_polars.py {scan,read} DROP TARGET.

No parsing at all: each text is one string, `unique` keeps one of the equal ones, `sink_ndjson` writes a line each. polars
reads no plain text, so `scan` has its CSV reader take each file for one field: separator and line end are bytes that no
text holds. `read` reads the files in Python, which is faster for many small files.
"""

import os
import sys

import polars as pl  # type: ignore[import-not-found, unused-ignore]


def content(path: str) -> bytes:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        return os.read(descriptor, os.fstat(descriptor).st_size)
    finally:
        os.close(descriptor)


def main() -> None:
    how, drop, target = sys.argv[1:4]
    paths = [os.path.join(folder, name) for folder, _, names in os.walk(drop) for name in names]
    if how == "scan":
        texts = pl.scan_csv(
            paths, has_header=False, separator="\x01", eol_char="\x00", quote_char=None, schema={"text": pl.String}
        )
    else:
        texts = pl.LazyFrame({"text": [content(path) for path in paths]}).select(pl.col("text").cast(pl.String))
    texts.unique(keep="any").sink_ndjson(target)


if __name__ == "__main__":
    main()

"""Exact deduplication of a folder of texts by datatrove 0.10, with two workers: python with_datatrove.py DROP TARGET.

The pipeline is the one that datatrove documents for exact deduplication: hash every document (two tasks), find equal
hashes (one task), read every document again and write those that are not duplicates (two tasks). Files are read twice
because its blocks are made so. What can be cheap is cheap: xxhash, no compression, no log line for each file.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from datatrove.data import Document  # type: ignore[import-not-found, unused-ignore]
from datatrove.executor import LocalPipelineExecutor  # type: ignore[import-not-found, unused-ignore]
from datatrove.pipeline.dedup import (  # type: ignore[import-not-found, unused-ignore]
    ExactDedupConfig,
    ExactDedupFilter,
    ExactDedupSignature,
    ExactFindDedups,
)
from datatrove.pipeline.readers.base import BaseDiskReader  # type: ignore[import-not-found, unused-ignore]
from datatrove.pipeline.writers import JsonlWriter  # type: ignore[import-not-found, unused-ignore]
from datatrove.utils.logging import logger  # type: ignore[import-not-found, unused-ignore]

WORKERS = 2
logger.disable("datatrove.pipeline.readers")  # here, so that it holds in the workers as well


class TextReader(BaseDiskReader):  # type: ignore[misc, unused-ignore]
    """One document for each file. datatrove has no reader of plain text; this is its JSON Lines reader without the lines."""

    name = "Text"

    def read_file(self, filepath: str) -> Iterator[Document]:
        with self.data_folder.open(filepath, "r", encoding="utf-8") as file, self.track_time():
            document = self.get_document_from_dict({"text": file.read()}, filepath, 0)
        if document:
            yield document


def content(document: Document) -> bytes:
    return str(document.text).encode()


def main() -> None:
    drop, target = sys.argv[1], Path(sys.argv[2])
    signatures, duplicates, logs = target / "signatures", target / "duplicates", target / "logs"
    config = ExactDedupConfig(content_getter=content)
    reader = TextReader(drop)
    hashing = LocalPipelineExecutor(
        [reader, ExactDedupSignature(str(signatures), config)], tasks=WORKERS, logging_dir=str(logs / "1")
    )
    finding = LocalPipelineExecutor(
        [ExactFindDedups(str(signatures), str(duplicates), config)], tasks=1, logging_dir=str(logs / "2"), depends=hashing
    )
    writing = LocalPipelineExecutor(
        [reader, ExactDedupFilter(str(duplicates), config), JsonlWriter(str(target / "texts"), compression=None)],
        tasks=WORKERS,
        logging_dir=str(logs / "3"),
        depends=finding,
    )
    writing.run()


if __name__ == "__main__":
    main()

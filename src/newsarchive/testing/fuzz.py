"""Fuzzing a source: `python -m newsarchive.testing.fuzz SOURCE --seconds 60`. What it finds becomes a regression file."""

import hashlib
import random
import sys
import time
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

import attrs
import click

from ..errors import NewsarchiveError
from ..sources import Document
from .checks.every import CHECKS, Check, failure, small_failure
from .failure import ConformanceError
from .format import Format, formats
from .mutations import mutated
from .subject import Subject

#: A document is mutated up to so many times, and so many of those that showed something new are kept to go on from.
_MUTATIONS = 6
_CORPUS = 2_000
_TOLD_EVERY = 5


@attrs.define
class Fuzzer:
    """Mutates the samples of a format and what came of them, as long as that shows anything new."""

    subject: Subject
    format: Format
    seed: int
    corpus: list[bytes] = attrs.Factory(list)
    seen: set[object] = attrs.Factory(set)
    findings: dict[str, tuple[Document, ConformanceError]] = attrs.Factory(dict)
    tried: int = 0

    def run(self, name: str, choices: "_Random") -> None:
        """One document more: checked, and kept if it is read in a way in which none was."""
        data = mutated(self.corpus, choices, 1 + choices.number(_MUTATIONS - 1))
        self.tried += 1
        if not data:
            return
        document = Document(name, data)
        for check in CHECKS:
            self._try(check, document)
        shape = self._shape(document)
        if shape not in self.seen and len(self.corpus) < _CORPUS:
            self.seen.add(shape)
            self.corpus.append(data)

    def _try(self, check: Check, document: Document) -> None:
        """Hold one check to a document; what fails in a new way is made small and kept."""

        def held(each: Document) -> None:
            check(self.subject, self.format, each)

        first = failure(held, document)
        if first is not None and first.what not in self.findings and (found := small_failure(held, document)):
            self.findings[first.what] = found

    def _shape(self, document: Document) -> object:
        """In which way a document is read: what was found, by which rules, with which defects."""
        reading = self.subject.read(document)
        rules = {
            (key.partition("[")[0], each.rule)
            for found in reading.found
            if found.article
            for key, each in found.article.evidence.items()
        }
        kinds = tuple(found.kind for found in reading.found[:4])
        codes = {reason.code for found in reading.found for reason in found.reasons} | {each.code for each in reading.defects}
        return kinds, frozenset(rules), frozenset(codes), reading.encoding


class _Random:
    """Choices of a random generator."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311  # nothing secret

    def number(self, most: int) -> int:
        return self._random.randint(0, most)

    def pick(self, several: Sequence[bytes]) -> bytes:
        return self._random.choice(several)


@click.command()
@click.argument("source")
@click.option("--seconds", default=60, show_default=True, help="How long to look.")
@click.option("--seed", type=int, help="Where the random choices begin; the same seed makes the same documents.")
@click.option("--plugin", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A single file with the source.")
@click.option("--samples", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Documents to begin with.")
@click.option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("regressions"),
    show_default=True,
    help="Where a document that fails is written: INTO/SOURCE/.",
)
def main(source: str, seconds: int, seed: int | None, plugin: Path | None, samples: Path | None, into: Path) -> None:
    """Look for documents that SOURCE reads wrongly. Exit code 1: some were found, and are in the folder `--into`."""
    try:
        subject = Subject.of(source, plugin)
        format = Format(source=source, samples=samples, says=None) if samples else formats().get(source)  # noqa: A001
    except NewsarchiveError as error:
        raise click.UsageError(str(error)) from None
    if format is None or not (names := list(format.documents())):
        raise click.UsageError(f"There are no samples of {source} to begin with: name a folder with --samples.")
    seed = seed if seed is not None else time.time_ns() % 1_000_000
    fuzzer = Fuzzer(subject, format, seed, corpus=list(format.documents().values()))
    choices = _Random(seed)
    began = told = time.monotonic()
    while (now := time.monotonic()) - began < seconds:
        fuzzer.run(names[choices.number(len(names) - 1)], choices)
        if now - told > _TOLD_EVERY:
            told = now
            _say(fuzzer, now - began)
    _say(fuzzer, time.monotonic() - began)
    for document, finding in fuzzer.findings.values():
        click.echo(f"\n{finding}\n\nWritten to {_write(into / source, document, finding)}", err=True)
    sys.exit(1 if fuzzer.findings else 0)


def _say(fuzzer: Fuzzer, seconds: float) -> None:
    click.echo(
        f"{fuzzer.tried:,} documents in {seconds:.0f} s, read in {len(fuzzer.seen)} ways, {len(fuzzer.findings)} findings "
        f"(seed {fuzzer.seed})",
        err=True,
    )


def _write(folder: Path, document: Document, error: ConformanceError) -> Path:
    """The document in a file named by what is wrong with it and by its own hash, with the sample's ending."""
    folder.mkdir(parents=True, exist_ok=True)
    words = "-".join(word for word in error.what.partition(": ")[2].lower().split() if word.isalnum())[:40]
    digest = hashlib.sha256(document.data).hexdigest()[:8]
    path = folder / f"{words}-{digest}{PurePosixPath(document.name).suffix}"
    path.write_bytes(document.data)
    return path


if __name__ == "__main__":
    main()

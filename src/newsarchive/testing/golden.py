"""Golden files: what has to be found in a sample, beside it. `pytest --update-golden` writes them."""

from pathlib import Path

import orjson

from ..errors import NewsarchiveError
from ..sources import Document
from .format import GOLDEN, Format
from .subject import Subject, differences, outcome


def matches(subject: Subject, format: Format, name: str, update: bool = False) -> None:
    """A sample is read as its golden file says. Raises ConformanceError with each field that differs.

    `update` writes the file first, where the samples are a folder, and raises NewsarchiveError where they are not.
    """
    document = Document(name, format.documents()[name])
    actual = outcome(subject.read(document))
    golden = format.samples / f"{name}{GOLDEN}"
    if update:
        if not isinstance(golden, Path):
            raise NewsarchiveError(f"{golden} is not a file of a folder, so it cannot be updated")
        _write(golden, orjson.dumps(actual, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
    if not golden.is_file():
        raise subject.case(document).failure(
            f"{subject.source.name}: {name} has no golden file",
            why=f"{golden} is missing. What is read stands below.",
            advice="if that is right, `pytest --update-golden` writes the file; read it before you commit it",
        )
    if lines := differences(orjson.loads(golden.read_bytes()), actual):
        raise subject.case(document).failure(
            f"{subject.source.name}: {name} is not read as its golden file says",
            why="\n".join(lines),
            advice="if the new reading is right, `pytest --update-golden` writes it; read the difference before you commit it",
        )


def _write(path: Path, data: bytes) -> None:
    """Replace a file at once: a test run that is interrupted leaves the old one."""
    new = path.with_name(f".{path.name}.new")
    new.write_bytes(data)
    new.replace(path)

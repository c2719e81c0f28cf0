"""Broken parsers that the kit has to catch: sound sources with one fault each, as the parsers of strangers have them.

`python -m tests.kit.mutants` lets the kit judge them and prints the table; words behind it choose by source or name.
"""

import re
from pathlib import Path

import attrs

from newsarchive.testing import Format, formats

from . import faults
from .formats import SOUND

_PLUGINS = Path(__file__).parents[2] / "plugins"
#: The file of each source. That of a bundled one is a module of a package, whose helpers a mutant may change as well.
FILES = {
    **{sound.source: path for path, sound in SOUND.items()},
    **{name: _PLUGINS / f"{name.replace('-', '_')}.py" for name in ("plain-text", "dated-text", "signed-text")},
}
_SINGLE_FILE = '''"""{name}"""

import sys

sys.path.insert(0, {folder!r})
from {package}.{module} import newsarchive_sources

sys.path.remove({folder!r})
'''


@attrs.frozen
class Mutant:
    """A sound source with a fault: what it does wrong, which test of the kit is expected to see that, and the changes.

    Each change is an old text, which stands exactly once in the source's file and the helpers that it imports, and a new one.
    """

    source: str
    name: str
    expected: str
    changes: tuple[tuple[str, str], ...]

    @property
    def format(self) -> Format:
        """The format of the sound source. Raises KeyError where no installed distribution registers it."""
        sound = {each.source: each for each in SOUND.values()}
        return sound.get(self.source) or formats()[self.source]

    def write(self, folder: Path) -> Path:
        """The broken source as a single file in `folder`, with the package that it is of beside it if it has helpers.

        Raises ValueError with the mutant's name for an old text that does not stand exactly once.
        """
        file = FILES[self.source]
        texts = {path: path.read_text("utf-8") for path in _with_helpers(file)}
        for old, new in self.changes:
            places = [path for path, text in texts.items() for _ in range(text.count(old))]
            if len(places) != 1:
                names = ", ".join(path.name for path in texts)
                raise ValueError(f"{self.source} {self.name}: {old!r} stands {len(places)} times in {names}, and not once")
            texts[places[0]] = texts[places[0]].replace(old, new)
        single = folder / "mutant.py"
        if len(texts) == 1:
            single.write_text(texts[file], "utf-8")
            return single
        # A name of its own: modules of several mutants are imported by one process.
        package = folder / re.sub(r"\W+", "_", f"mutant of {self.source} that {self.name}")
        package.mkdir()
        for path, text in {package / "__init__.py": "", **texts}.items():
            (package / path.name).write_text(text, "utf-8")
        shim = _SINGLE_FILE.format(name=self.name, folder=str(folder), package=package.name, module=file.stem)
        single.write_text(shim, "utf-8")
        return single


def _with_helpers(file: Path) -> list[Path]:
    """A source's file, and the helpers beside it that it imports, also by each other."""
    found: list[Path] = []
    waiting = [file]
    while waiting:
        if (path := waiting.pop()) not in found:
            found.append(path)
            names = re.findall(r"^from \.(\w+) import", path.read_text("utf-8"), re.MULTILINE)
            waiting += [path.with_name(f"{name}.py") for name in names]
    return found


MUTANTS = tuple(
    Mutant(source, name, expected, changes) for source, table in faults.FAULTS.items() for name, expected, changes in table
)

if __name__ == "__main__":
    from .judge import main

    main(MUTANTS)

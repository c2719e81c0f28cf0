"""Writing the template of a plugin. Its files ship in `newsarchive/templates/plugin/`; a name in braces is filled in."""

import re
from importlib import resources
from pathlib import Path

import attrs

from .. import __version__
from ..errors import NewsarchiveError

#: What a plugin may be called: lower-case words with hyphens.
NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
#: Template → path in the distribution.
_FILES = {
    "pyproject.toml": "pyproject.toml",
    "README.md": "README.md",
    "source.py": "src/{module}.py",
    "test.py": "tests/test_{bare}.py",
    "rain": "tests/samples/rain{suffix}",
    "vote": "tests/samples/vote{suffix}",
}


@attrs.frozen
class Template:
    """A plugin by its name."""

    name: str

    @property
    def distribution(self) -> str:
        return f"newsarchive-{self.name}"

    @property
    def module(self) -> str:
        return self.name.replace("-", "_")

    def write(self, into: Path) -> list[Path]:
        """A whole distribution in a new folder; what was written. Raises NewsarchiveError where something is in the way."""
        folder = into / self.distribution
        try:
            folder.mkdir()
        except FileExistsError:
            raise _in_the_way(folder) from None
        written = []
        for template, path in _FILES.items():
            target = folder / self._fill(path, f"newsarchive_{self.module}")
            target.parent.mkdir(parents=True, exist_ok=True)
            written.append(self._write(target, template, f"newsarchive_{self.module}"))
        return written

    def write_single(self, into: Path) -> list[Path]:
        """Only the module, for `--plugins-dir`. Raises NewsarchiveError where something is in the way."""
        return [self._write(into / f"{self.module}.py", "source.py", self.module)]

    def _write(self, target: Path, template: str, module: str) -> Path:
        text = resources.files("newsarchive").joinpath("templates", "plugin", f"{template}.template").read_text("utf-8")
        try:
            with target.open("x", encoding="utf-8", newline="\n") as file:
                file.write(self._fill(text, module))
        except FileExistsError:
            raise _in_the_way(target) from None
        return target

    def _fill(self, text: str, module: str) -> str:
        return text.format(
            name=self.name,
            module=module,
            bare=self.module,
            title=self.name.replace("-", " ").capitalize(),
            mark=f"{self.name}/1",
            suffix=f".{self.module}",
            version=__version__,
        )


def _in_the_way(path: Path) -> NewsarchiveError:
    return NewsarchiveError(
        f"{path} is there already; nothing was written", help="Choose another name, or a folder with `--into`."
    )

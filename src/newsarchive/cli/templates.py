"""Writing the template of a plugin. Its files ship in `newsarchive/templates/plugin/`; `$name` and the like are filled in."""

import re
import string
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
    "init.py": "src/$package/__init__.py",
    "source.py": "src/$package/source.py",
    "format.py": "src/$package/format.py",
    "rain": "src/$package/samples/rain.$module",
    "rain.golden.json": "src/$package/samples/rain.$module.golden.json",
    "vote": "src/$package/samples/vote.$module",
    "vote.golden.json": "src/$package/samples/vote.$module.golden.json",
    "test.py": "tests/test_$module.py",
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
            target = folder / self._fill(path)
            target.parent.mkdir(parents=True, exist_ok=True)
            written.append(self._write(target, template))
        return written

    def write_single(self, into: Path) -> list[Path]:
        """Only the module, for `--plugins-dir`. Raises NewsarchiveError where something is in the way."""
        return [self._write(into / f"{self.module}.py", "source.py")]

    def _write(self, target: Path, template: str) -> Path:
        text = resources.files("newsarchive").joinpath("templates", "plugin", f"{template}.template").read_text("utf-8")
        try:
            with target.open("x", encoding="utf-8", newline="\n") as file:
                file.write(self._fill(text))
        except FileExistsError:
            raise _in_the_way(target) from None
        return target

    def _fill(self, text: str) -> str:
        return string.Template(text).substitute(
            name=self.name,
            distribution=self.distribution,
            module=self.module,
            package=f"newsarchive_{self.module}",
            title=self.name.replace("-", " ").capitalize(),
            mark=f"{self.name}/1",
            version=__version__,
        )


def _in_the_way(path: Path) -> NewsarchiveError:
    return NewsarchiveError(
        f"{path} is there already; nothing was written", help="Choose another name, or a folder with `--into`."
    )

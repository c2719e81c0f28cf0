"""Taking inputs out of the drop folder, once they are safe in the archive and only if they are still the same."""

import errno
import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import attrs

from ..store.durable import sync_path
from ..walk import Drop, Input

Then = Literal["keep", "move", "delete"]


@attrs.frozen
class Afterwards:
    """Moves inputs below `done`, under their path below their drop, or deletes them. Nothing is overwritten."""

    then: Then
    drops: Sequence[Drop]
    done: Path | None

    def __call__(self, inputs: Sequence[Input]) -> None:
        for found in inputs:
            try:
                status = os.lstat(found.path)
            except FileNotFoundError:
                continue
            if (status.st_size, status.st_mtime_ns, status.st_ino) != found.marks:
                continue
            if self.then == "delete":
                Path(os.fsdecode(found.path)).unlink()
            elif self.done is not None:
                path = Path(os.fsdecode(found.path))
                self._move(path, self.done / path.relative_to(self.drops[found.drop].folder))

    def _move(self, path: Path, target: Path) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        free, number = target, 0
        while os.path.lexists(free):
            number += 1
            free = target.with_name(f"{target.name}.{number}")
        try:
            path.rename(free)
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            # Another file system: no half copy under the name, and the input stays until the copy is durable.
            aside = free.with_name(".newsarchive.part")
            shutil.copy2(path, aside)
            sync_path(aside)
            aside.rename(free)
            sync_path(free.parent)
            path.unlink()

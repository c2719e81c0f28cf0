"""What a disk may hold after the power went, from the trace of what a program asked of it.

`Disk` follows a trace. It knows for each file what was synced and what was written since, and for each name whether its
folder was synced. From that `after_cut` makes one of the trees that may be found after a cut now:

- `least`: nothing but what was synced; `all`: everything, as after a kill;
- `names`: every name, no unsynced data (a rename without its data); `data`: every byte, no unsynced name;
- `ordered`: as ext4 does it in its default mode. A sync of any file or folder commits all names before it, names after it
  survive in their order up to some moment, and data arrives from the front, a block at a time;
- `weak`: as POSIX allows it. Each name and each block of each file survives or not, by chance; what never arrived of a file
  that grew reads as zeros; files may be cut short anywhere.
"""

import random
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import attrs

from .tracing import Call

STYLES = ("least", "all", "names", "data", "ordered", "ordered", "weak", "weak", "weak")
_BLOCKS = (512, 4096)


@attrs.define(eq=False)
class File:
    """A file's bytes as the program sees them, and as they were synced."""

    now: bytearray = attrs.Factory(bytearray)
    synced: bytes = b""

    def write(self, offset: int, data: bytes) -> None:
        self.now.extend(bytes(max(0, offset - len(self.now))))
        self.now[offset : offset + len(data)] = data

    def resize(self, length: int) -> None:
        self.now[length:] = bytes(max(0, length - len(self.now)))


@attrs.define(eq=False)
class Folder:
    """Only its identity counts; what is in it follows from the changes of names."""


Node = File | Folder


@attrs.define(eq=False)
class Change:
    """A name in a folder that now stands for another node, or for none; `before` is the name it had there until now."""

    folder: Folder
    name: str
    node: Node | None
    before: str | None = None
    synced: bool = False


@attrs.define
class Disk:
    """The folder `root` with what is in `root/archive`. `committed` changes are durable where names are journaled."""

    root: Path
    top: Folder = attrs.Factory(Folder)
    changes: list[Change] = attrs.Factory(list)
    committed: int = 0
    _tree: dict[str, Node] = attrs.Factory(dict)
    _offsets: dict[int, int] = attrs.Factory(dict)

    def __attrs_post_init__(self) -> None:
        self._tree[""] = self.top
        for path in sorted(self.root.glob("archive")) + sorted(self.root.glob("archive/**/*")):
            name = str(path.relative_to(self.root))
            data = b"" if path.is_dir() else path.read_bytes()
            self._name(name, Folder() if path.is_dir() else File(bytearray(data), data))
        self._sync_all()

    def follow(self, calls: Iterable[Call]) -> Iterator[Call]:
        """Do what each call did; yields it afterwards."""
        for call in calls:
            names = [path.removeprefix(str(self.root)).removeprefix("/") for path in call.paths]
            inside = all(name in ("", "archive") or name.startswith("archive/") for name in names)
            if inside and call.result is not None and call.result >= 0:
                self._do(call, names)
            yield call

    def file(self, name: str) -> File | None:
        """The file that the program finds under a name."""
        node = self._tree.get(name)
        return node if isinstance(node, File) else None

    def files(self) -> dict[str, File]:
        """All files, by name."""
        return {name: node for name, node in self._tree.items() if isinstance(node, File)}

    def is_named(self, name: str) -> bool:
        """Whether a power cut leaves this name, and those of the folders above it."""
        return self._grown({change for change in self.changes if change.synced}.__contains__).get(name) is self._tree.get(name)

    def _do(self, call: Call, names: list[str]) -> None:
        first = names[0]
        if call.name == "openat":
            self._open(call, first)
        elif call.name in ("write", "pwrite64"):
            self._write(call, first)
        elif call.name in ("ftruncate", "truncate"):
            file = self.file(first)
            assert file is not None, call
            file.resize(call.numbers[-1])
        elif call.name == "mkdir":
            self._name(first, Folder())
        elif call.name in ("unlink", "rmdir"):
            self._name(first, None)
        elif call.name == "rename":
            self._rename(*names)
        elif call.name == "syncfs":
            self._sync_all()
        elif call.name in ("fsync", "fdatasync"):
            self._sync(first)
        else:
            assert call.name == "flock", f"the model does not know what this does: {call}"

    def _open(self, call: Call, name: str) -> None:
        file = self.file(name)
        if file is None and name not in self._tree:
            file = File()
            self._name(name, file)
        if file is not None:
            if "O_TRUNC" in call.arguments:
                file.resize(0)
            assert call.result is not None
            self._offsets[call.result] = -1 if "O_APPEND" in call.arguments else 0

    def _write(self, call: Call, name: str) -> None:
        file, descriptor = self.file(name), int(call.arguments.partition("<")[0])
        if file is None:
            return  # it has no name any more
        assert call.result is not None
        data = call.strings[0][: call.result]
        if call.name == "pwrite64":
            file.write(call.numbers[-1], data)
        elif self._offsets[descriptor] < 0:
            file.write(len(file.now), data)
        else:
            file.write(self._offsets[descriptor], data)
            self._offsets[descriptor] += call.result

    def _name(self, name: str, node: Node | None) -> None:
        folder, _, last = name.rpartition("/")
        above = self._tree[folder]
        assert isinstance(above, Folder)
        self.changes.append(Change(above, last, node))
        if node is None:
            del self._tree[name]
        else:
            self._tree[name] = node

    def _rename(self, before: str, after: str) -> None:
        folder, _, last = after.rpartition("/")
        assert folder == before.rpartition("/")[0], "only within a folder"
        above, node = self._tree[folder], self._tree.pop(before)
        assert isinstance(above, Folder)
        self.changes.append(Change(above, last, node, before.rpartition("/")[2]))
        self._tree[after] = node

    def _sync(self, name: str) -> None:
        node = self._tree.get(name)
        if isinstance(node, File):
            node.synced = bytes(node.now)
        for change in self.changes:
            change.synced = change.synced or change.folder is node
        self.committed = len(self.changes)

    def _sync_all(self) -> None:
        for change in self.changes:
            change.synced = True
            if isinstance(change.node, File):
                change.node.synced = bytes(change.node.now)
        self.committed = len(self.changes)

    def _grown(self, survives: Callable[[Change], bool]) -> dict[str, Node]:
        """The tree from those changes of names that survive."""
        entries: dict[Folder, dict[str, Node]] = {}
        for change in self.changes:
            if survives(change):
                names = entries.setdefault(change.folder, {})
                if change.before is not None and names.get(change.before) is change.node:
                    del names[change.before]
                if change.node is None:
                    names.pop(change.name, None)
                else:
                    names[change.name] = change.node
        found: dict[str, Node] = {}
        waiting: list[tuple[str, Node]] = [("", self.top)]
        while waiting:
            name, node = waiting.pop()
            found[name] = node
            if isinstance(node, Folder):
                below = entries.get(node, {})
                waiting += [(f"{name}/{last}" if name else last, each) for last, each in below.items()]
        return found

    def after_cut(self, style: str, chance: random.Random) -> dict[str, bytes | None]:
        """One tree that may be found after a cut now: each name with its bytes, or None for a folder."""
        if style in ("all", "names"):
            chosen = set(self.changes)
        elif style == "ordered":
            chosen = set(self.changes[: chance.randint(self.committed, len(self.changes))])
        else:
            chosen = {each for each in self.changes if each.synced or (style == "weak" and chance.random() < 0.5)}
        tree = self._grown(chosen.__contains__)
        files = {name: _survives(node, style, chance) for name, node in sorted(tree.items()) if isinstance(node, File)}
        return {**{name: None for name, node in sorted(tree.items()) if isinstance(node, Folder)}, **files}


def _survives(file: File, style: str, chance: random.Random) -> bytes:
    if style == "ordered":
        return _from_the_front(file, chance)
    if style == "weak":
        return _in_blocks(file, chance)
    return bytes(file.now) if style in ("all", "data") else file.synced


def _from_the_front(file: File, chance: random.Random) -> bytes:
    """What was synced and so many blocks of what was written behind it; what was overwritten is there or not as a whole."""
    now, synced = bytes(file.now), file.synced
    if not now.startswith(synced):
        return chance.choice((now, synced))
    ends = [len(synced), *(end for end in range(0, len(now), 4096) if end > len(synced)), len(now)]
    return now[: chance.choice(ends)]


def _in_blocks(file: File, chance: random.Random) -> bytes:
    """Each block as it is now or as it was synced; zeros where it never was. Now and then only the end is missing."""
    now, synced = bytes(file.now), file.synced
    how = chance.choice(("none", "all", "short", "blocks", "blocks", "blocks"))
    if now == synced or how == "none":
        return synced
    if how == "all":
        return now
    if how == "short" and now.startswith(synced):
        return now[: chance.randint(len(synced), len(now))]
    block = chance.choice(_BLOCKS)
    length = max(len(now), len(synced))
    pieces = []
    for start in range(0, length, block):
        source = now if chance.random() < 0.6 else synced
        piece = source[start : start + block]
        pieces.append(piece + bytes(min(block, length - start) - len(piece)))
    return b"".join(pieces)[: chance.choice((len(now), len(now), len(synced), length))]

"""The house rules that a machine can check: who may import whom, and the three laws (design section 6)."""

import ast
import graphlib
import io
import sys
import tokenize
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import newsarchive

ROOT = Path(__file__).parents[1]
SRC = ROOT / "src"
PLUGINS = ROOT / "plugins"

#: Modules and packages, floor by floor. A module imports its own floor and those below.
FLOORS = (
    ("errors", "fields", "model", "dates", "text", "decoding", "_unicode14"),  # docs/adr/0003: these may import each other
    (
        "__init__",
        "hookspecs",
        "normalize",
        "identity",
        "canonical",
        "drafts",
        "sources",
        "reading",
        "conservation",
        "entries",
        "wire",
        "globs",
        "rules",
        "filling",
    ),
    ("plugins", "sniff", "walk", "intake", "store", "catalog", "ledger", "quarantine"),
    ("pipeline", "holdings"),
    ("cli", "testing", "export", "browse", "schemas", "__main__"),
)

#: What reads arguments, environment or clock; a name stands for everything below it, too.
SURROUNDINGS = (
    "sys.argv",
    "os.environ",
    "os.environb",
    "os.getenv",
    "os.putenv",
    "os.path.expanduser",
    "os.path.expandvars",
    "pathlib.Path.home",
    "locale",
    "time.time",
    "time.time_ns",
    "time.localtime",
    "time.gmtime",
    "time.ctime",
    "time.strftime",
    "time.monotonic",
    "time.monotonic_ns",
    "time.perf_counter",
    "time.perf_counter_ns",
    "datetime.datetime.now",
    "datetime.datetime.utcnow",
    "datetime.datetime.today",
    "datetime.date.today",
)
#: (module, what it may use all the same): why.
EXCEPTIONS = {
    (
        "newsarchive.pipeline.keeper",
        "sys.argv",
    ): "the start of a process whose arguments come from `workers`, not from a person",
    ("newsarchive.pipeline.custody", "os.environ"): "puts back what a plugin changed",
    ("newsarchive.pipeline.custody", "locale"): "the same",
    ("newsarchive.testing.elsewhere", "os.environ"): "gives another process other surroundings",
    ("newsarchive.testing.again", "time.time"): "puts the clock of that process forward",
    ("newsarchive.testing.fuzz", "time.monotonic"): "a command of its own, which looks for so many seconds",
    ("newsarchive.testing.fuzz", "time.time_ns"): "the same",
    ("newsarchive.testing.again", "time.localtime"): "the same",
    ("newsarchive.testing.again", "time.gmtime"): "the same",
}
#: A parser sees no path, clock, network or store, and gives the same answer every time.
OUTSIDE = (
    *SURROUNDINGS,
    "open",
    "io.open",
    "os",
    "time",
    "pathlib.Path",
    "subprocess",
    "socket",
    "ssl",
    "sqlite3",
    "tempfile",
    "shutil",
    "random",
    "secrets",
    "uuid.uuid1",
    "uuid.uuid4",
    "urllib.request",
    "http.client",
    "ftplib",
    "threading",
    "multiprocessing",
    "concurrent",
    "asyncio",
)
PUBLIC_MODULES = {"newsarchive.dates", "newsarchive.text"}
MOST_LINES = 250


def modules(folder: Path, package: str) -> dict[str, Path]:
    """Every module below `folder`, by its dotted name; a package by its own."""
    found = {}
    for path in sorted(folder.rglob("*.py")):
        parts = [package, *path.relative_to(folder).with_suffix("").parts]
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


CORE = modules(SRC / "newsarchive", "newsarchive")
#: What the kit is told about the bundled formats (docs/adr/0017): imported by tests only.
FORMATS = {name: path for name, path in modules(PLUGINS, "newsarchive_plugins").items() if "formats" in name.split(".")}
BUNDLED = {name: path for name, path in modules(PLUGINS, "newsarchive_plugins").items() if name not in FORMATS}
EVERYTHING = CORE | BUNDLED | FORMATS


@cache
def tree(module: str) -> ast.Module:
    return ast.parse(EVERYTHING[module].read_text("utf-8"))


def absolute(module: str, node: ast.ImportFrom) -> str:
    """The module that `from … import` names, without dots in front."""
    if not node.level:
        return node.module or ""
    package = module.split(".") if EVERYTHING[module].name == "__init__.py" else module.split(".")[:-1]
    base = package[: len(package) - node.level + 1]
    return ".".join([*base, node.module] if node.module else base)


def imports(module: str) -> Iterator[tuple[str, str | None, ast.stmt]]:
    """Each import at any depth of the code, as (module, name taken from it)."""
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, None, node) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = absolute(module, node)
            for alias in node.names:
                below = f"{base}.{alias.name}"
                yield (below, None, node) if below in EVERYTHING else (base, alias.name, node)


def own_imports(module: str) -> set[str]:
    """The modules of this project that a module imports."""
    return {name for name, _, _ in imports(module) if name in EVERYTHING and name != module}


def floor(module: str) -> int | None:
    """A module's floor, by its name or its package's."""
    name = module.split(".")[1] if "." in module else "__init__"
    return next((number for number, names in enumerate(FLOORS) if name in names), None)


def used_names(module: str) -> Iterator[tuple[str, int]]:
    """Each dotted name that the code uses or imports, in full (`datetime.datetime.now`), with its line."""
    known: dict[str, str] = {}
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                bound = alias.name if alias.asname else alias.name.partition(".")[0]
                known[alias.asname or bound] = bound
                yield alias.name, node.lineno
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                known[alias.asname or alias.name] = f"{absolute(module, node)}.{alias.name}"
                yield f"{absolute(module, node)}.{alias.name}", node.lineno
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Attribute | ast.Name):
            parts: list[str] = []
            below: ast.expr = node
            while isinstance(below, ast.Attribute):
                parts.insert(0, below.attr)
                below = below.value
            if isinstance(below, ast.Name):
                yield ".".join([known.get(below.id, below.id), *parts]), node.lineno


def forbidden(module: str, names: tuple[str, ...]) -> list[tuple[str, int]]:
    """The uses of `names`, or of what is below them, as (the forbidden name, line)."""
    return sorted(
        {(name, line) for used, line in used_names(module) for name in names if used == name or used.startswith(f"{name}.")}
    )


@pytest.mark.parametrize("module", CORE)
def test_a_module_imports_its_own_floor_and_those_below(module: str) -> None:
    mine = floor(module)
    assert mine is not None, f"{module} has no floor: give it one in FLOORS"

    above = {name: floor(name) for name in own_imports(module) if name in CORE and (floor(name) or 0) > mine}

    assert above == {}


def test_floor_0_imports_nothing_of_ours_but_itself() -> None:
    ground = {module for module in CORE if floor(module) == 0}

    assert {module: own_imports(module) - ground for module in ground if own_imports(module) - ground} == {}


def test_no_imports_go_in_circles() -> None:
    graph = {module: own_imports(module) for module in EVERYTHING}

    graphlib.TopologicalSorter(graph).prepare()  # raises CycleError with the circle


@pytest.mark.parametrize("module", [module for module in CORE if module.split(".")[1:2] != ["cli"]])
def test_only_cli_reads_arguments_environment_and_clock(module: str) -> None:
    uses = [(name, line) for name, line in forbidden(module, SURROUNDINGS) if (module, name) not in EXCEPTIONS]

    assert uses == []


def test_no_exception_outlives_its_reason() -> None:
    stale = {
        (module, name)
        for module, name in EXCEPTIONS
        if module in CORE and name not in {used for used, _ in forbidden(module, SURROUNDINGS)}
    }

    assert stale == set()


@cache
def source_names() -> set[str]:
    """The names of the bundled plugins and of the sources that they register."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    names = set(project["entry-points"]["newsarchive"])
    for module in BUNDLED:
        for node in ast.walk(tree(module)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Source" and node.args:
                names.add(ast.literal_eval(node.args[0]))
    return names


#: Standards that the core writes, and that a source happens to be named after.
WRITTEN = {"newsarchive.cli.export": {"ninjs"}, "newsarchive.export.ninjs": {"ninjs"}}


@pytest.mark.parametrize("module", CORE)
def test_the_core_names_no_plugin(module: str) -> None:
    strings = {node.value for node in ast.walk(tree(module)) if isinstance(node, ast.Constant) and isinstance(node.value, str)}

    assert "newsarchive_plugins" not in CORE[module].read_text("utf-8")
    assert strings & source_names() == WRITTEN.get(module, set())


@pytest.mark.parametrize("module", BUNDLED)
def test_a_plugin_imports_the_public_face_and_its_own_libraries(module: str) -> None:
    face = set(newsarchive.__all__)
    foreign = []
    for name, taken, node in imports(module):
        family = name.partition(".")[0]
        ours = name in PUBLIC_MODULES or (name == "newsarchive" and (taken is None or taken in face))
        shared = family == "newsarchive_plugins" and name.count(".") >= 1 and name.split(".")[1].startswith("_")
        own_package = name.split(".")[:2] == module.split(".")[:2] and family == "newsarchive_plugins"
        if family in ("newsarchive", "newsarchive_plugins") and not (ours or shared or own_package):
            foreign.append((name, taken, node.lineno))

    assert foreign == []


@pytest.mark.parametrize("module", FORMATS)
def test_a_format_imports_the_public_face_and_the_kit(module: str) -> None:
    face = ("newsarchive", *PUBLIC_MODULES, "newsarchive.testing", "newsarchive.testing.strategies", "newsarchive.testing.says")
    families = {name for name in own_imports(module) if not name.startswith("newsarchive_plugins.formats")}

    assert families - set(face) == set()


@pytest.mark.parametrize("module", BUNDLED)
def test_no_plugin_imports_the_formats(module: str) -> None:
    assert own_imports(module) & FORMATS.keys() == set()


@pytest.mark.parametrize("module", BUNDLED)
def test_importing_a_plugin_imports_no_library(module: str) -> None:
    """Libraries are imported where they are first used (design section 7). The core has imported attrs by then."""
    functions = [node for node in ast.walk(tree(module)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    later = {node for function in functions for node in ast.walk(function)}
    at_once = {name.partition(".")[0] for name, _, node in imports(module) if node not in later}

    assert at_once - sys.stdlib_module_names - {"newsarchive", "newsarchive_plugins", "attrs"} == set()


@pytest.mark.parametrize("module", BUNDLED)
def test_a_parser_sees_no_path_clock_network_or_store(module: str) -> None:
    assert forbidden(module, OUTSIDE) == []


@pytest.mark.parametrize("module", EVERYTHING)
def test_a_module_is_short_enough_to_be_read_at_once(module: str) -> None:
    """250 lines of code; blank lines, comments and docstrings are free."""
    source = EVERYTHING[module].read_text("utf-8")
    aside = (tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER)
    lines: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type not in aside:
            lines |= set(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            lines -= set(range(node.lineno, (node.end_lineno or node.lineno) + 1))

    assert len(lines) <= MOST_LINES


@pytest.mark.parametrize("module", CORE)
def test_what_is_public_has_a_docstring(module: str) -> None:
    code = tree(module)
    public = [
        node
        for node in code.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not node.name.startswith("_")
    ]

    assert ast.get_docstring(code)
    assert [node.name for node in public if not ast.get_docstring(node)] == []

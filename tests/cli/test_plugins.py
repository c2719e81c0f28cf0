"""`newsarchive plugins`, and whatever a plugin may do to the process that it runs in."""

import json
from pathlib import Path

import pytest

from tests.cli.helpers import SOUND, document, plugin, rows, run

#: What a plugin does as it is imported, and what is said of it.
AT_IMPORT = {
    "import-raises": ("raise RuntimeError('not today')", "RuntimeError: not today"),
    "import-exits": ("sys.exit(3)", "SystemExit: 3"),
    "import-ends": ("os._exit(7)", "importing it ended its process with exit status 7"),
    "import-kills": ("os.kill(os.getpid(), signal.SIGKILL)", "importing it ended its process by signal SIGKILL"),
    "import-lacks": ("import no_such_library", "ModuleNotFoundError: No module named 'no_such_library'"),
}
#: What `sniff` does, and the reason why its document is in quarantine: nobody else knows it but as a last resort.
AT_SNIFF = {
    "sniff-raises": ("raise KeyError('x')", "sniff-raises: sniff raised KeyError: 'x'"),
    "sniff-exits": ("sys.exit(3)", "sniff-exits: sniff raised SystemExit: 3"),
    "sniff-ends": ("os._exit(7)", "sniff-ends: sniff ended its process with exit status 7"),
    "sniff-kills": ("os.kill(os.getpid(), signal.SIGKILL)", "sniff-kills: sniff ended its process by signal SIGKILL"),
    "sniff-rubbish": ("return 'certainly'", "sniff-rubbish: sniff raised ValueError: 'certainly' is not a valid Confidence"),
}
#: What `parse` does, and the code and reason of that.
AT_PARSE = {
    "parse-raises": ("raise KeyError('x')", "parse-failed", "parse-raises: parse raised KeyError: 'x'"),
    "parse-exits": ("sys.exit(3)", "parse-failed", "parse-exits: parse raised SystemExit: 3"),
    "parse-returns": ("return 5", "parse-failed", "parse-returns: parse raised TypeError: 'int' object is not iterable"),
    "parse-none": ("yield None", "parse-failed", "parse-none: parse raised TypeError: it yielded None, which is no Draft"),
    "parse-dict": ("yield {'headline': 'x'}", "parse-failed", "parse-dict: parse raised TypeError: it yielded {'headline'"),
    "parse-fields": ("yield Draft(headline=object(), body=7)", "bad-value", "$.headline: "),
    "parse-evidence": ("yield Draft(headline='x', evidence=5)", "parse-failed", "parse-evidence: parse raised AttributeError"),
    "parse-nothing": ("return iter(())", "nothing-found", "parse-nothing found nothing in it"),
    "parse-surrogate": ("yield Draft(headline='\\udcff')", "bad-value", "$.headline: U+DCFF at 0 is half of a surrogate pair"),
    "parse-recurses": ("yield from parse(document)", "parse-failed", "parse-recurses: parse raised RecursionError"),
    "parse-memory": ("bytearray(1 << 40)", "parse-failed", "parse-memory: parse raised MemoryError"),
    "parse-base": ("raise BaseException", "parser-killed", "parse-base: parse ended its process with exit status 1"),
    "parse-ends": ("os._exit(7)", "parser-killed", "parse-ends: parse ended its process with exit status 7"),
    "parse-kills": (
        "os.kill(os.getpid(), signal.SIGKILL)",
        "parser-killed",
        "parse-kills: parse ended its process by signal SIGKILL",
    ),
    "parse-closes": ("os.closerange(0, 256)\n    return iter(())", "parser-killed", "parse-closes: parse ended its process"),
}
#: What is odd and does no harm: the document is read, once.
HARMLESS = {
    "prints": f"print('hello'); sys.stdout.flush(); os.write(1, b'hello')\n    {SOUND}",
    "forks": f"os.fork()\n    {SOUND}",
    "forks-within": f"{SOUND}\n    os.fork()",
    "leaves": f"if os.fork() == 0:\n        while True: signal.pause()\n    {SOUND}",
    "chdir": f"os.chdir('/')\n    {SOUND}",
}
#: Sound ones, whose documents come before, among and behind all these.
GOOD = ("all-first", "middle", "parse-between", "zuletzt")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder `plugins` of everything above, a folder `drop` with a document for each, and `archive` made of that."""
    folder = tmp_path_factory.mktemp("world")
    for name, (top, _) in AT_IMPORT.items():
        plugin(folder / "plugins", name, top=top)
    plugin(folder / "plugins", "import-forks", top="os.fork()")
    for name, (sniff, _) in AT_SNIFF.items():
        plugin(folder / "plugins", name, sniff=sniff)
    for name, (parse, _, _) in AT_PARSE.items():
        plugin(folder / "plugins", name, parse=parse if "yield" in parse or "return" in parse else f"{parse}\n    yield")
    for name, parse in HARMLESS.items():
        plugin(folder / "plugins", name, parse=parse)
    for name in ("import-forks", *AT_SNIFF, *AT_PARSE, *HARMLESS):
        document(folder / "drop", name)
    for name in GOOD:
        plugin(folder / "plugins", name)
        document(folder / "drop", name)
    return folder


@pytest.fixture(scope="module")
def ingested(world: Path) -> Path:
    """The archive."""
    options = ("--plugins-dir", world / "plugins", "--json", "--workers", "2")
    done = run("ingest", world / "drop", "-a", world / "archive", *options)
    assert done.returncode == 3, done.stderr
    report = json.loads(done.stdout)

    assert report["quarantined"] == len(AT_SNIFF) + len(AT_PARSE)
    assert report["new"] == len(GOOD) + 1 + len(HARMLESS)
    assert {error.partition(" ")[0].replace("_", "-") for error in report["plugin_errors"]} == set(AT_IMPORT)
    return world / "archive"


@pytest.fixture(scope="module")
def reasons(ingested: Path) -> dict[str, list[dict[str, str]]]:
    """The reasons of each document in quarantine, by its source."""
    listed = run("quarantine", "-a", ingested, "--json")
    assert listed.returncode == 0, listed.stderr
    return {Path(row["path"]).stem: row["reasons"] for row in rows(listed)}


def test_plugins_lists_every_plugin_and_why_some_failed(world: Path) -> None:
    listed = run("plugins", "--json", "--plugins-dir", world / "plugins")
    errors = {each["name"].replace("_", "-"): each["error"] for each in json.loads(listed.stdout)}

    assert listed.returncode == 0
    for name, (_, error) in AT_IMPORT.items():
        assert errors[name] == error
    assert all(errors[name] is None for name in (*AT_SNIFF, *AT_PARSE, *HARMLESS))
    assert "plugin not loaded: import_ends (" in listed.stderr


def test_plugins_says_what_each_brings(tmp_path: Path) -> None:
    """Also for a person: the source, and whether it promises to lose nothing."""
    path = plugin(tmp_path, "acme")
    path.write_text(path.read_text().replace("parse=parse)", "parse=parse, title='Acme copy', lossless=True, version='7')"))
    listed = run("plugins", "--plugins-dir", tmp_path)
    (line,) = (line for line in listed.stdout.splitlines() if line.startswith("acme"))
    (row,) = (row for row in json.loads(run("plugins", "--json", "--plugins-dir", tmp_path).stdout) if row["name"] == "acme")

    assert line.split()[-3:] == ["lossless", "Acme", "copy"]
    assert row == {
        "name": "acme",
        "origin": str(path),
        "version": row["version"],
        "sources": ["acme"],
        "error": None,
    }
    assert row["version"].startswith("local ")


def test_a_name_claimed_twice_is_used_for_neither(tmp_path: Path) -> None:
    plugin(tmp_path / "a", "acme")
    plugin(tmp_path / "b", "acme")
    listed = run("plugins", "--plugins-dir", tmp_path / "a", "--plugins-dir", tmp_path / "b")

    assert listed.returncode == 0
    assert str(tmp_path / "a" / "acme.py") in listed.stderr
    assert str(tmp_path / "b" / "acme.py") in listed.stderr
    assert listed.stdout.count("not used") == 2


@pytest.mark.parametrize("name", AT_SNIFF)
def test_a_failing_sniff_costs_only_its_document(reasons: dict[str, list[dict[str, str]]], name: str) -> None:
    assert reasons[name] == [{"code": "sniff-failed", "reason": AT_SNIFF[name][1], "source": name}]


@pytest.mark.parametrize("name", AT_PARSE)
def test_a_failing_parser_costs_only_its_document(reasons: dict[str, list[dict[str, str]]], name: str) -> None:
    _, code, reason = AT_PARSE[name]
    first = reasons[name][0]

    assert (first["code"], first["source"]) == (code, name)
    assert first["reason"].startswith(reason)


def test_what_is_harmless_is_read_once(ingested: Path) -> None:
    """A fork, or what is printed, never makes an answer come twice or for another document."""
    records = [json.loads(path.read_bytes()) for path in sorted((ingested / "records/000").iterdir())]
    headlines = {record["provenance"]["name"]: record["headline"] for record in records}

    assert headlines == {f"{name}.own": f"Headline of {name}" for name in ("import-forks", *HARMLESS, *GOOD)}


def test_nothing_of_it_is_left_running(ingested: Path, world: Path) -> None:
    """Also what a parser forked ends with its worker."""
    commands = [path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline") if _readable(path)]

    assert not [command for command in commands if bytes(world / "plugins") in command]


def _readable(path: Path) -> bool:
    try:
        path.read_bytes()
    except OSError:
        return False
    return True

"""A bad plugin costs its own document: the real program over real plugins, one for each behaviour."""

import json
import subprocess
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from newsarchive.store.layout import Layout
from newsarchive.store.verify import Verification

from ..archive.support import lines, run, story
from .behaviours import BEHAVIOURS, PLUGIN, READ, WITNESS, Behaviour

Result = tuple["subprocess.CompletedProcess[str]", Path]
OTHERS = ("0-before.txt", "1-before.witness", "8-after.txt", "9-after.witness")


def ingest_with(folder: Path, behaviour: Behaviour | None) -> Result:
    """One run with one worker over a bad document between others, and the archive."""
    folder.mkdir(parents=True)
    (folder / "plugins").mkdir()
    (folder / "plugins" / "witness.py").write_text(WITNESS)
    drop = folder / "drop"
    drop.mkdir()
    for number, name in enumerate(OTHERS):
        (drop / name).write_text(story(number))
    if behaviour is not None:
        fields = {"top": behaviour.top, "sniff": behaviour.sniff, "parse": behaviour.parse}
        (folder / "plugins" / "bad.py").write_text(PLUGIN.format(**fields))
        (drop / "5.bad").write_text("The bad document, which says nothing of importance to anybody at all.")
    options = ("--plugins-dir", folder / "plugins", "--workers", "1", "--json")
    return run("ingest", drop, "-a", folder / "archive", *options), folder / "archive"


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Future[Result]]]:
    """All behaviours, some at once: those that sleep cost nothing."""
    folder = tmp_path_factory.mktemp("bad")
    with ThreadPoolExecutor(5) as pool:
        yield {
            name: pool.submit(ingest_with, folder / name.replace(" ", "-"), each)
            for name, each in [("none", None), *BEHAVIOURS.items()]
        }


def outcomes(archive: Path) -> dict[str, list[dict[str, Any]]]:
    """What was found in each document."""
    return {line["name"]: line.get("found", []) for line in lines(archive) if line["event"] == "document"}


def hashes(archive: Path) -> dict[str, list[str]]:
    """Which articles the documents other than the bad one hold."""
    return {
        name: [each.get("content_hash", each["outcome"]) for each in found]
        for name, found in outcomes(archive).items()
        if name in OTHERS
    }


@pytest.mark.parametrize("name", BEHAVIOURS)
def test_a_bad_parser_costs_its_own_document(runs: dict[str, Future[Result]], name: str) -> None:
    """It is quarantined with a reason that names the source; the others are read as without it; the archive is sound."""
    (_, sound), (done, archive) = runs["none"].result(), runs[name].result()

    found = outcomes(archive)
    assert set(found) == {*OTHERS, "5.bad"}, done.stderr
    assert hashes(sound) == hashes(archive)
    reasons = [reason for each in found["5.bad"] for reason in each.get("reasons", [])]
    codes = {reason["code"] for reason in reasons}
    expected = BEHAVIOURS[name].code
    if expected == READ:
        assert (["new"], 0) == ([each["outcome"] for each in found["5.bad"]], done.returncode)
    elif expected != "anything":
        assert 3 == done.returncode, done.stderr
        assert expected in codes
        assert "quarantined" in [each["outcome"] for each in found["5.bad"]]
        assert any(
            "bad" in reason["reason"] or reason.get("source") == "bad" for reason in reasons if reason["code"] == expected
        )
    assert [] == list(Verification(Layout(archive)).problems())
    assert "Traceback" not in done.stderr


def test_no_process_is_left(runs: dict[str, Future[Result]]) -> None:
    """Whatever the plugins started has ended with their workers, daemons included."""
    for each in runs.values():
        each.result()

    listed = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout

    assert [] == [line for line in listed.splitlines() if line == "sleep 987654"]


def test_the_reasons_say_what_happened(runs: dict[str, Future[Result]]) -> None:
    """A person understands from the reason alone what the parser did."""
    words = {
        "hangs in Python": "bad: parse used more than 10 seconds of CPU time",
        "sleeps": "bad: parse did nothing for 10 seconds",
        "stops itself": "bad: parse did nothing for 10 seconds",
        "aborts": "bad: parse ended its process by signal SIGABRT",
        "exits": "bad: parse ended its process with exit status 0",
        "forks a bomb": "bad: parse started more than 64 processes",
        "starts a bomb": "bad: parse started more than 64 processes",
        "leaks at once": "bad: parse raised MemoryError",
        "yields drafts for ever": "bad found more than 10,00",
        "yields a draft of 140 MB": "does not fit into memory",
        "writes into the answers": "bad: parse gave too much",
        "replaces open": "AttributeError: a plugin may not replace builtins.open",
    }
    told = {
        name: json.dumps([each.get("reasons") for each in outcomes(runs[name].result()[1])["5.bad"] if "reasons" in each])
        for name in words
    }

    assert {} == {name: told[name][-300:] for name, expected in words.items() if expected not in told[name]}

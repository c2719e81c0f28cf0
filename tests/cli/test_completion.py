"""`newsarchive completion`, and what `--help` says of all commands."""

import shutil
import subprocess

import click
import pytest

from newsarchive.cli import COMMANDS, SUMMARIES, cli

from ..archive.support import PROGRAM, run


def complete(words: str, place: int) -> list[str]:
    """What bash is offered at a word of a line."""
    env = {"_NEWSARCHIVE_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(place)}
    return [line.partition(",")[2] for line in run(env=env).stdout.splitlines()]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_its_code(shell: str) -> None:
    done = run("completion", shell)

    assert 0 == done.returncode
    assert f"_NEWSARCHIVE_COMPLETE={shell}_complete" in done.stdout


@pytest.mark.parametrize(
    ("words", "place", "offered"),
    [
        ("newsarchive se", 1, ["search"]),
        ("newsarchive co", 1, ["copies", "completion"]),
        ("newsarchive search --li", 2, ["--limit"]),
        ("newsarchive export --format ", 3, ["jsonl", "csv", "ninjs"]),
        ("newsarchive show --field head", 3, ["headline"]),
    ],
)
def test_commands_options_and_choices_are_completed(words: str, place: int, offered: list[str]) -> None:
    assert offered == complete(words, place)


def test_every_command_is_offered() -> None:
    assert list(COMMANDS) == complete("newsarchive ", 1)


def test_bash_takes_the_code() -> None:
    if shutil.which("bash") is None:
        pytest.skip("there is no bash")
    script = (
        f'PATH="{PROGRAM.parent}:$PATH"; eval "$(newsarchive completion bash)"; COMP_WORDS=(newsarchive se); COMP_CWORD=1; '
        '_newsarchive_completion newsarchive; echo "${COMPREPLY[@]}"'
    )

    assert "search\n" == subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_all_says_what_each_command_says_of_itself(name: str) -> None:
    command = cli.get_command(click.Context(cli), name)

    assert command is not None
    assert SUMMARIES[name] == (command.help or "").partition("\n")[0].strip()
    assert name == command.name

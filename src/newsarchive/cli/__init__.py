"""The command line. Each command lives in a module that is imported when it is called, so that `--help` is quick."""

import importlib
import io
import os
import sys

import click

from .. import __version__
from ..errors import NewsarchiveError

#: Command → module of this package. A module has a click command of the command's name, `-` as `_`.
COMMANDS = {
    "ingest": "ingest",
    "parse": "parse",
    "explain": "explain",
    "show": "show",
    "search": "search",
    "copies": "compare",
    "versions": "compare",
    "stats": "stats",
    "quarantine": "quarantine",
    "retry": "quarantine",
    "reparse": "reparse",
    "verify": "check",
    "rebuild": "check",
    "pack": "pack",
    "remove": "remove",
    "export": "export",
    "plugins": "plugins",
    "new-plugin": "plugins",
    "completion": "completion",
}
#: What `--help` says of each, so that it imports none of them (a test compares these with the commands' own).
SUMMARIES = {
    "ingest": "Take the files of drop folders into the archive.",
    "parse": "Print the articles of files as JSON Lines; write nothing.",
    "explain": "Say how a file is read: bids, evidence, what is unaccounted for.",
    "show": "Print a record.",
    "search": "Search headlines and texts.",
    "copies": "Show where a record was seen, and what differs.",
    "versions": "Show the versions of a story, and what differs.",
    "stats": "Count what the archive holds.",
    "quarantine": "List what could not be taken in, and why.",
    "retry": "Try what is in quarantine again, with what is installed now.",
    "reparse": "Read the kept originals again with today's parsers.",
    "verify": "Check every digest and every link between the archive's files.",
    "rebuild": "Make the catalog anew from the ledger.",
    "pack": "Compress the volumes that are full: one file for a thousand records.",
    "remove": "Take records down, for good.",
    "export": "Write records as JSON Lines, CSV or ninjs.",
    "plugins": "List what is installed and which sources it brings.",
    "new-plugin": "Write a template for a source plugin.",
    "completion": "Print the code that completes commands in your shell.",
}


class _Commands(click.Group):
    """The group of all commands, which imports one when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click says what is passed
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  # the same
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"{__name__}.{COMMANDS[cmd_name]}")
        command: click.Command = getattr(module, cmd_name.replace("-", "_"))
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  # the same
        with formatter.section("Commands"):
            formatter.write_dl(list(SUMMARIES.items()))


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="newsarchive")
def cli() -> None:
    """A folder of news files in, an archive of clean, deduplicated JSON records out.

    Start with `newsarchive ingest DROP`. The archive is `-a`, else $NEWSARCHIVE, else ./archive.
    """


def main() -> None:
    """The console script. Exit codes: 0 done, 1 fatal or damage found, 2 usage, 3 done but something was quarantined
    or refused, 130 interrupted.
    """
    try:
        cli.main(prog_name="newsarchive", standalone_mode=False)
    except click.exceptions.Exit as ended:
        sys.exit(ended.exit_code)
    except click.ClickException as error:
        from ..text import terminal_safe

        said = io.StringIO()
        error.show(said)  # it quotes what was typed, or what a script put there
        click.echo(terminal_safe(said.getvalue()), err=True, nl=False)
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted", err=True)
        sys.exit(130)
    except NewsarchiveError as error:
        from .output import fail

        sys.exit(fail(error))
    except BrokenPipeError:
        # The reader (head, less) has seen enough. Python would complain once more as it flushes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        from .output import fail

        where = f"{error.filename}: " if error.filename else ""
        sys.exit(fail(NewsarchiveError(f"{where}{error.strerror or error}")))

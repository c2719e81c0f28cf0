"""What the commands that read an archive share: how they name records, say fields and leave out what may not be shown."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import click

from ..catalog.filters import Filters
from ..dates import PartialDate
from ..errors import DateError
from ..export.flat import said
from . import output

Command = TypeVar("Command", bound=Callable[..., Any])

#: The order in which fields are shown; what is not here follows.
_FIRST = ("headline", "summary", "byline", "credit", "publisher", "dateline", "published", "modified", "embargoed", "status")


class Date(click.ParamType):  # type: ignore[type-arg]  # generic since click 8.3 only
    """A date on the command line, at any precision."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> PartialDate:
        """As click asks. Fails with the standard's forms."""
        try:
            return value if isinstance(value, PartialDate) else PartialDate.parse(value)
        except DateError as error:
            self.fail(error.message, param, ctx)


def filter_options(command: Command) -> Command:
    """The options that say which records are asked for: `filters` gathers them."""
    for option in (
        click.option("--source", metavar="NAME", help="Only records that this source read."),
        click.option("--language", metavar="TAG", help="Only records in this language: en finds en-GB as well."),
        click.option("--publisher", metavar="NAME", help="Only records of this publisher."),
        click.option("--until", type=Date(), help="Only records published by then."),
        click.option("--since", type=Date(), help="Only records published then or later: 2019, 2019-03, 2019-03-01."),
    ):
        command = option(command)
    return command


def say_left_out(count: int, filters: Filters | None = None) -> None:
    """Say what was not shown, and how to see it."""
    if count:
        output.say(f"{count:,} canceled, withheld, under embargo or superseded left out; `--all` includes them")
    if filters is not None and filters.undated:
        output.say(f"{filters.undated:,} left out because their date is missing, or not precise enough to tell")


def fields_for_people(fields: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Fields by name and as a line of text, in a steady order."""
    names = [name for name in _FIRST if name in fields] + sorted(name for name in fields if name not in _FIRST)
    return [(name, said(fields[name])) for name in names]

"""The generated stretches of the reference: signatures as `inspect` gives them, commands as click has them.

`python -m tests.docs.reference` writes them anew; `test_reference` holds pages and code together.
"""

import inspect
import re
import types
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import attrs
import click
from hypothesis.strategies import SearchStrategy

import _newsarchive_pytest
import newsarchive
from newsarchive import decoding, hookspecs, testing, text
from newsarchive.cli import COMMANDS, cli
from newsarchive.testing import says, strategies

from .support import DOCS

COMMAND_LINE = DOCS / "reference" / "command-line.md"
HOOKS = DOCS / "reference" / "hooks.md"
TESTING = DOCS / "reference" / "testing.md"
_SIGNATURE = re.compile(r"^```signature\n(?P<name>[\w.]+)(?P<rest>.*?)^```$", re.DOTALL | re.MULTILINE)
_WIDTH = 100
#: What of `newsarchive.text` is of use to most parsers.
_TEXT = (text.Line, text.lines, text.blocks, text.universal_newlines, text.markup_blocks, text.html_blocks, text.said)


def kind(annotation: Any) -> str:
    """A type as its author wrote it, the same in every version of Python."""
    if isinstance(annotation, str):
        return annotation
    if annotation is None or annotation is type(None):
        return "None"
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return kind(inner[0])
    if origin is Literal:
        return f"Literal[{', '.join(map(repr, inner))}]"
    if origin in (Union, types.UnionType):
        return " | ".join(dict.fromkeys(map(kind, inner)))
    if annotation is Ellipsis:
        return "..."
    if isinstance(annotation, list):
        return f"[{', '.join(map(kind, annotation))}]"
    name = getattr(origin or annotation, "__name__", str(annotation))
    return f"{name}[{', '.join(map(kind, inner))}]" if inner else str(name)


def _default(parameter: inspect.Parameter, field: "attrs.Attribute[Any] | None") -> str:
    if parameter.default is parameter.empty:
        return ""
    if inspect.isfunction(parameter.default):
        return f" = {parameter.default.__name__}"
    factory = getattr(field.default, "factory", None) if field else None
    return f" = {factory() if factory else parameter.default!r}"


def signature(name: str, value: Any) -> str:
    """`Defect(code: str, reason: str, span: … = ())`: names, order, kinds and defaults are those of `inspect.signature`."""
    attributes: Mapping[str, Any] = attrs.fields_dict(value) if attrs.has(value) else {}
    fields = {field.alias: field for field in attributes.values()}
    found = inspect.signature(value)
    pieces = []
    keyword_only = False
    for parameter in found.parameters.values():
        if parameter.name in ("self", "cls"):
            continue
        if parameter.kind is parameter.KEYWORD_ONLY and not keyword_only:
            keyword_only = True
            pieces.append("*")
        field = fields.get(parameter.name)
        annotation = field.type if field is not None else parameter.annotation
        pieces.append(f"{parameter.name}: {kind(annotation)}{_default(parameter, field)}")
    answer = "" if inspect.isclass(value) else f" -> {kind(found.return_annotation)}"
    line = f"{name}({', '.join(pieces)}){answer}"
    if len(line) <= _WIDTH:
        return line
    return f"{name}(\n" + "".join(f"    {piece},\n" for piece in pieces) + f"){answer}"


def members(owner: type) -> Iterator[tuple[str, str]]:
    """The public methods and properties that a class defines itself, and how each is written."""
    for name, value in vars(owner).items():
        if name.startswith("_"):
            continue
        if isinstance(value, property):
            assert value.fget is not None
            answer = kind(inspect.signature(value.fget).return_annotation)
            yield f"{owner.__name__}.{name}", f"{owner.__name__}.{name}: {answer}"
        elif inspect.isfunction(value) or isinstance(value, classmethod):
            function = value.__func__ if isinstance(value, classmethod) else value
            yield f"{owner.__name__}.{name}", signature(f"{owner.__name__}.{name}", function)


def signatures() -> dict[str, str]:
    """Every hook, and every public class with its methods and properties."""
    found = {
        name: signature(name, value) for name, value in vars(hookspecs).items() if hasattr(value, f"{hookspecs.GROUP}_spec")
    }
    for name in newsarchive.__all__:
        value = getattr(newsarchive, name)
        if inspect.isclass(value):
            if issubclass(value, newsarchive.Confidence):
                found[name] = f"{name}: {' < '.join(each.name for each in value)}"
                continue
            found[name] = signature(name, value)
            found |= dict(members(value))
    found |= {"decoding.Decoded": signature("decoding.Decoded", decoding.Decoded)}
    return found | {f"text.{each.__name__}": signature(f"text.{each.__name__}", each) for each in _TEXT}


def kit_signatures() -> dict[str, str]:
    """What `newsarchive.testing` exports and is called, with its methods; `Conformance` is described by its tests."""
    found: dict[str, str] = {}
    for name in testing.__all__:
        value = getattr(testing, name)
        if value is not testing.Conformance and value is not testing.ConformanceError:
            found[name] = signature(name, value)
        if attrs.has(value):
            found |= dict(members(value))
    return found


def with_signatures(page: str, found: Mapping[str, str]) -> str:
    """A page whose `signature` fences say what holds now. Raises KeyError for one of what is not public."""
    return _SIGNATURE.sub(lambda match: f"```signature\n{found[match['name']]}\n```", page)


def documented(page: str) -> list[str]:
    """What the page has a `signature` fence of."""
    return [match["name"] for match in _SIGNATURE.finditer(page)]


def commands() -> str:
    """Every command with its arguments and options."""
    assert isinstance(cli, click.Group)
    found = {name: cli.get_command(click.Context(cli), name) for name in COMMANDS}
    return "\n".join(_command(name, command) for name, command in found.items() if command is not None)


def _command(name: str, command: click.Command) -> str:
    arguments = [_argument(each) for each in command.params if isinstance(each, click.Argument)]
    options = [each for each in command.params if isinstance(each, click.Option)]
    usage = " ".join(["newsarchive", name, *(["[OPTIONS]"] if options else []), *arguments])
    page = f"### {name}\n\n`{usage}`\n\n{_prose(command.help or '')}\n"
    if options:
        page += "\n| option | does |\n|---|---|\n"
        page += "".join(f"| {_names(each)} | {_meaning(each)} |\n" for each in options)
    return page


def _argument(argument: click.Argument) -> str:
    if isinstance(argument.type, click.Choice):
        return f"[{'|'.join(map(str, argument.type.choices))}]"
    name = argument.metavar or str(argument.name).upper()
    return f"{name}..." if argument.nargs == -1 and not argument.metavar else name


def _prose(help_text: str) -> str:
    """A help text as Markdown; what click leaves as it is (`\\b`) is left as it is here, too."""
    paragraphs = []
    for paragraph in inspect.cleandoc(help_text).split("\n\n"):
        if paragraph.startswith(("\b\n", "\\b\n")):
            paragraphs.append("```text\n" + paragraph.partition("\n")[2] + "\n```")
        else:
            paragraphs.append(" ".join(paragraph.split()))
    return "\n\n".join(paragraphs)


def _names(option: click.Option) -> str:
    takes = ""
    if not option.is_flag:
        choices = getattr(option.type, "choices", None)
        takes = f" {option.metavar or (('|'.join(choices)) if choices else _KINDS[type(option.type).__name__])}"
    return ", ".join(f"`{name}{takes}`".replace("|", "\\|") for name in option.opts)


#: How click's types are called where an option gives its value no name.
_KINDS = {"Path": "PATH", "IntRange": "N", "StringParamType": "TEXT", "Date": "DATE"}


def _meaning(option: click.Option) -> str:
    meaning = re.sub(r"\s*\[default: (.*)\]$", r" Default: \1.", " ".join((option.help or "").split()))
    if isinstance(option.show_default, str):
        meaning += f" Default: {option.show_default}."
    elif option.show_default:
        meaning += f" Default: {option.default}."
    return meaning


def _sentence(docstring: str | None) -> str:
    """The first paragraph of a docstring, on one line."""
    return " ".join(inspect.cleandoc(docstring or "").partition("\n\n")[0].split())


def tests_of_the_kit() -> str:
    """Each test that a plugin's class inherits, and what it promises."""
    found = {name: value for name, value in vars(testing.Conformance).items() if name.startswith("test_")}
    return _table(("test", "promises"), ((f"`{name}`", _sentence(value.__doc__)) for name, value in found.items()))


def pytest_options() -> dict[str, str]:
    """The options that the pytest plugin adds, each with its value's name, and what they do."""
    found: dict[str, str] = {}

    class Parser:
        def getgroup(self, *_: str) -> "Parser":
            return self

        def addoption(self, name: str, *, metavar: str = "", help: str, **_: Any) -> None:
            found[f"{name} {metavar}".rstrip()] = help

    _newsarchive_pytest.pytest_addoption(Parser())  # type: ignore[arg-type]  # all of it that the plugin asks for
    return found


def public(module: types.ModuleType) -> str:
    """What a module of the kit gives: functions by their docstrings, strategies by the comments above them.

    Raises KeyError for a strategy without one.
    """
    source = inspect.getsource(module)
    noted = {name: _comment(each) for each, name in _NOTED.findall(source)}
    values = [name for name, value in vars(module).items() if isinstance(value, SearchStrategy) and not name.startswith("_")]
    rows = [(f"`{name}`", noted[name]) for name in values]
    rows += [
        (f"`{name}{str(inspect.signature(value)).partition(' ->')[0]}`", _sentence(value.__doc__))
        for name, value in vars(module).items()
        if inspect.isfunction(inspect.unwrap(value)) and value.__module__ == module.__name__ and not name.startswith("_")
    ]
    return _table(("name", "is"), sorted(rows))


#: Comments with a colon, and the public name that they describe.
_NOTED = re.compile(r"^((?:#: .*\n)+)([a-z]\w*)\b(?:: [^=]+)? = ", re.MULTILINE)


def _comment(lines: str) -> str:
    return " ".join(line.removeprefix("#: ") for line in lines.splitlines())


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    cells = ([cell.replace("|", r"\|") for cell in row] for row in rows)
    lines = [f"| {' | '.join(head)} |", "|---" * len(head) + "|", *(f"| {' | '.join(row)} |" for row in cells)]
    return "\n".join([*lines, ""])


def _stretch(page: str, name: str, text: str) -> str:
    """A page with another text between the marks `begin: name` and `end: name`. Raises ValueError if it has none."""
    begin, end = f"<!-- begin: {name} -->\n", f"<!-- end: {name} -->"
    start = page.index(begin) + len(begin)
    return page[:start] + text + page[page.index(end) :]


def with_commands(page: str) -> str:
    """A page whose marked stretch says what the commands are now."""
    return _stretch(page, "commands", commands())


def with_kit(page: str) -> str:
    """The page of the kit as it is now."""
    page = with_signatures(page, kit_signatures())
    page = _stretch(page, "tests", tests_of_the_kit())
    options = ((f"`{name}`", meaning) for name, meaning in pytest_options().items())
    page = _stretch(page, "options", _table(("option", "does"), options))
    page = _stretch(page, "says", public(says))
    return _stretch(page, "strategies", public(strategies))


def with_hooks(page: str) -> str:
    """The page of hooks and classes as they are now."""
    return with_signatures(page, signatures())


def main() -> None:
    """Write the pages anew."""
    for path, renew in ((COMMAND_LINE, with_commands), (HOOKS, with_hooks), (TESTING, with_kit)):
        path.write_text(renew(path.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()

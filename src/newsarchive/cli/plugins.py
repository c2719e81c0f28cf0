"""`newsarchive plugins` and `newsarchive new-plugin`: what can read documents, and more of that."""

from pathlib import Path

import click

from ..pipeline.frames import Hello
from ..pipeline.workers import Pool, Setting
from . import output
from .options import json_option, plugins_option, resolved
from .templates import NAME, Template


@click.command()
@plugins_option
@json_option
def plugins(plugins_dirs: tuple[Path, ...], as_json: bool) -> None:
    """List what is installed and which sources it brings.

    A plugin that could not be loaded is listed with the reason, and again on standard error; the exit code is 0 all the
    same, since everything else works. `--json` prints an array of objects.
    """
    hello = _hello(plugins_dirs)
    if as_json:
        output.json_line(
            [
                {
                    "name": plugin.name,
                    "origin": plugin.origin,
                    "version": plugin.version,
                    "sources": [source.name for source in plugin.sources],
                    "error": plugin.error,
                }
                for plugin in hello.plugins
            ]
        )
    else:
        _show(hello)
    for plugin in hello.plugins:
        if plugin.error:
            output.say(f"plugin not loaded: {plugin.name} ({plugin.origin}): {plugin.error}")


@click.command("new-plugin")
@click.argument("name")
@click.option("--single-file", is_flag=True, help="Write just the module, for `--plugins-dir`.")
@click.option(
    "--into",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    show_default="the current folder",
    help="The folder to write into.",
)
@plugins_option
def new_plugin(name: str, single_file: bool, into: Path, plugins_dirs: tuple[Path, ...]) -> None:
    """Write a template for a source plugin.

    NAME is of lower-case words with hyphens. The template is a small, complete distribution `newsarchive-NAME` that reads
    an example format: the source, two documents, and the tests that every source has to pass. They pass. Nothing is ever
    overwritten.
    """
    if not NAME.fullmatch(name):
        raise click.UsageError(f"{name!r} is no name for a plugin: lower-case words with hyphens, such as `acme-wire`.")
    if name.startswith("newsarchive-"):
        raise click.UsageError(f"The distribution gets the prefix by itself: `newsarchive new-plugin {name[12:]}`.")
    for plugin in _hello(plugins_dirs).plugins:
        if name in (source.name for source in plugin.sources):
            raise click.UsageError(
                f"There is a source {name!r} already, in {plugin.name} ({plugin.origin}): choose another name."
            )
    template = Template(name)
    written = template.write_single(into) if single_file else template.write(into)
    for path in written:
        output.line(f"wrote {path}")
    if single_file:
        output.line(f"next: newsarchive plugins --plugins-dir {into}")
        output.line(f"and with documents of the format in DIR: pytest --newsarchive {written[0]} --newsarchive-samples DIR")
    else:
        output.line(f"next: cd {into / template.distribution} && pip install -e '.[test]' && pytest")


def _hello(plugins_dirs: tuple[Path, ...]) -> Hello:
    """What a worker says of its plugins: their code does not run in this process."""
    with Pool(Setting(resolved(plugins_dirs))) as pool:
        return pool.hello


def _show(hello: Hello) -> None:
    rows = [["plugin", "version", "source", "", "reads"]]
    for plugin in hello.plugins:
        first = [plugin.name, plugin.version]
        for source in plugin.sources:
            usable = source.name in hello.sources
            refines = f"refines {', '.join(source.refines)}" if source.refines else ""
            remarks = ["" if usable else "not used", "lossless" if source.lossless else "", refines]
            rows.append([*first, source.name, ", ".join(filter(None, remarks)), source.title])
            first = ["", ""]
        if plugin.error:
            rows.append([*first, "", "", plugin.error])
    for text in output.table(rows):
        output.line(text)

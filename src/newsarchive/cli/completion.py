"""`newsarchive completion`: the code that makes a shell complete commands and options."""

import click
from click.shell_completion import get_completion_class

from . import cli

_SHELLS = ("bash", "zsh", "fish")


@click.command()
@click.argument("shell", type=click.Choice(_SHELLS))
def completion(shell: str) -> None:
    """Print the code that completes commands in your shell.

    \b
    bash: eval "$(newsarchive completion bash)"            in ~/.bashrc
    zsh:  eval "$(newsarchive completion zsh)"             in ~/.zshrc
    fish: newsarchive completion fish | source             in ~/.config/fish/config.fish
    """  # noqa: D301  # click's mark for lines that stay as they are is the character itself
    kind = get_completion_class(shell)
    assert kind is not None
    click.echo(kind(cli, {}, "newsarchive", "_NEWSARCHIVE_COMPLETE").source())

"""The command: what it can be asked to do, a line each. What is asked for is imported then, so that help comes at once."""

import gc
import os
import sys
import threading
from collections.abc import Sequence
from importlib import import_module
from typing import NamedTuple

import click


class Listed(NamedTuple):
    """A command: the module of dossier.commands that has it, and what the list says of it."""

    module: str
    help: str


COMMANDS = {
    "build": Listed("build", "Check the content and write the site."),
    "check": Listed("build", "Do all that a build does, but write nothing."),
    "serve": Listed("serve", "Show the site as it will be, and again after each change."),
    "changes": Listed("changes", "Name what changed since an earlier commit without a correction."),
    "review": Listed("review", "Write into FILE that NAME has reviewed it."),
    "gaps": Listed("gaps", "List what the dossier lacks, what most rests on first."),
    "verify": Listed("verify", "Compare a published site with its manifest and this content."),
    "new": Listed("new", "Begin a source, note, claim or topic with a TITLE."),
    "import": Listed("import_", "Bring saved pages, texts and libraries in as sources."),
    "cite": Listed("cite", "Find WORDS in the sources and print citations to paste."),
    "mentions": Listed("mentions", "List topics' names that stand in a text without a link."),
    "rename": Listed("rename", "Give an entry another id, in every place that names it."),
    "init": Listed("init", "Begin a dossier of your own in FOLDER."),
}
"""All commands by name, in the order in which an editor meets them. A command is a function of the same name."""


class _Commands(click.Group):
    """The commands of COMMANDS."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        listed = COMMANDS.get(cmd_name)
        if listed is None:
            return None
        # A keyword of Python's has a `_` behind it.
        module = import_module(f"dossier.commands.{listed.module}")
        found = getattr(module, cmd_name, None) or getattr(module, f"{cmd_name}_", None)
        if not isinstance(found, click.Command):
            raise TypeError(f"dossier.commands.{listed.module} has no command {cmd_name}")
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, listed.help) for name, listed in COMMANDS.items()])


def main(arguments: Sequence[str]) -> None:
    """Run the command; without a subcommand's name it builds."""
    given = list(arguments)
    if not given or (given[0] not in COMMANDS and given[0] not in ("--help", "--version")):
        given = given if given and not given[0].startswith("-") else ["build", *given]
    command(args=given, prog_name="build.py")


def program() -> None:
    """Run the command that this process was started for, and end with it.

    What a command leaves behind goes with the process. To look through it before takes a tenth of an edit's time, and to take
    it down one after another as much again. Whatever has to be ended, a command ends itself.
    """
    gc.disable()
    try:
        main(sys.argv[1:])
    except SystemExit as ended:
        if isinstance(ended.code, int) and threading.active_count() == 1 and _is_said():
            os._exit(ended.code)
        raise


def _is_said() -> bool:
    """Whether all that was to be said is out; where it can't be, Python tells of it, in its own way."""
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        return False
    return True


@click.group(name="build.py", cls=_Commands)
@click.version_option(package_name=None, version=__import__("dossier").__version__, prog_name="dossier")
def command() -> None:
    """Turn a folder of Markdown evidence into a site in which every quotation is verified."""

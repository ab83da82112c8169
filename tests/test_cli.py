"""The list of commands tells the truth: each is there, under its name, and says of itself what the list says."""

import gc
import sys

import click
import pytest
from click.testing import CliRunner

from dossier import preview
from dossier.cli import COMMANDS, command, main


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_says_of_itself_what_the_list_says(name: str) -> None:
    found = command.get_command(click.Context(command), name)
    assert found is not None
    assert found.name == name
    assert found.get_short_help_str(200).removesuffix(".").startswith(COMMANDS[name].help.removesuffix("."))


def test_help_lists_every_command_with_its_line() -> None:
    said = CliRunner().invoke(command, ["--help"]).stdout
    assert [line.split()[0] for line in said.partition("Commands:\n")[2].splitlines()] == list(COMMANDS)


def test_a_word_that_is_no_command_is_wrong_usage() -> None:
    done = CliRunner().invoke(command, ["bild"])
    assert done.exit_code == 2
    assert "bild" in done.output


def test_a_preview_looks_for_garbage_which_commands_that_end_do_not(monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[bool] = []
    monkeypatch.setattr(preview, "serve", lambda *_: looks.append(gc.isenabled()))
    try:
        for words in (["serve"], ["--version"]):
            monkeypatch.setattr(sys, "argv", ["build.py", *words])
            with pytest.raises(SystemExit):
                main()
            looks.append(gc.isenabled())
    finally:
        gc.enable()
    assert looks == [True, True, False]

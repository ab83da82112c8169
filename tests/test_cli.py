"""The list of commands tells the truth: each is there, under its name, and says of itself what the list says."""

import gc
import sys
from subprocess import CompletedProcess, run

import click
import pytest
from click.testing import CliRunner
from folders import PROJECT

from dossier import cli, preview
from dossier.cli import COMMANDS, command, main, program


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
    monkeypatch.setattr(cli, "main", lambda _: looks.append(gc.isenabled()))
    try:
        program()
        main(["serve"])
    except SystemExit as ended:
        looks.append(ended.code == 0)
    finally:
        gc.enable()
    assert looks == [False, True, True]


@pytest.mark.parametrize("code", [0, 1, 2])
def test_a_command_ends_with_its_exit_code_when_all_is_said(code: int) -> None:
    done = ran(f"sys.stdout.write('said'); sys.stderr.write('told'); raise SystemExit({code})")
    assert (done.stdout, done.stderr, done.returncode) == ("said", "told", code)


def test_a_command_ends_at_once_and_takes_nothing_down() -> None:
    ending = "import atexit; atexit.register(print, 'taken down'); raise SystemExit(0)"
    assert ran(ending).stdout == ""


def test_a_thread_at_work_is_waited_for() -> None:
    working = (
        "import time; threading.Thread(target=lambda: (time.sleep(0.3), print('done'))).start(); raise SystemExit(0)"
    )
    assert ran(working).stdout == "done\n"


def test_what_could_not_be_said_is_no_success() -> None:
    full = "type('Full', (), {'closed': False, 'write': len, 'flush': lambda _: os.fsync(-1)})()"
    assert ran(f"import os; sys.stdout = {full}; raise SystemExit(0)").returncode != 0


def test_a_fault_of_the_program_is_told_as_python_tells_it() -> None:
    done = ran("raise KeyError('a bug')")
    assert done.returncode == 1
    assert "KeyError: 'a bug'" in done.stderr


def ran(work: str) -> CompletedProcess[str]:
    """A process whose command does this."""
    script = f"""
import sys, threading
from dossier import cli
def main(arguments):
    {work}
cli.main = main
cli.program()
"""
    return run([sys.executable, "-c", script], capture_output=True, text=True, cwd=PROJECT, timeout=60)

"""Programs that others wrote for Node.js, Java and browsers, pinned in tests/programs/ and installed there by `make test`."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import NoReturn

import pytest

FOLDER = Path(__file__).parent / "programs"


def program(script: str, *arguments: str) -> str:
    """What a script of tests/programs/ printed. Without Node.js the test is skipped; where CI is true, it fails."""
    return _output("node", FOLDER / script, str(FOLDER / script), *arguments)


def java(archive: str, *arguments: str) -> str:
    """What a Java program among those of Node.js printed. Without Java, the same."""
    return _output(
        "java", FOLDER / "node_modules" / archive, "-jar", str(FOLDER / "node_modules" / archive), *arguments
    )


def source_of(script: str) -> str:
    """The text of a script among them, for a browser."""
    file = FOLDER / "node_modules" / script
    if not file.is_file():
        _lacking(script)
    return file.read_text(encoding="utf-8")


def _output(name: str, file: Path, *arguments: str) -> str:
    runner = shutil.which(name)
    if not runner or not (FOLDER / "node_modules").is_dir() or not file.is_file():
        _lacking(file.name)
    done = subprocess.run([str(runner), *arguments], capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    return done.stdout or done.stderr


def _lacking(name: str) -> NoReturn:
    reason = f"{name} needs Node.js and `make test`, or `npm ci` in tests/programs; the HTML checker needs Java, too"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)

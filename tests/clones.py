"""A fresh clone of this repository as it stands, with an environment that has what is pinned, and commands run in it.

Installing is left out, for time: the environment sees the packages of the one that the tests run in, so that a step which
installs finds all of it there; it fails where a pin is not the version that is here.
"""

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

PROJECT = Path(__file__).parent.parent
INSTALLED = "tests/programs/node_modules/.package-lock.json"
"""By this file `make` knows that the programs for Node.js are there."""

OF_THIS_RUN = ("PYTEST_", "PYTHON", "VIRTUAL_", "MAKE", "MFLAGS", "ARGS")
"""Variables that the tests' own run, and a `make` that began it, would hand on to a command."""


def clone(to: Path) -> Path:
    """Copy what git has or would add, and make `.venv` there."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )
    for path in filter(None, listed.stdout.split("\0")):
        if (PROJECT / path).is_file():
            (to / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(PROJECT / path, to / path)
    _environment(to / ".venv")
    (to / INSTALLED).parent.mkdir()
    (to / INSTALLED).touch()
    return to


def _environment(folder: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    packages = next(folder.glob("lib/python*/site-packages"))
    (packages / "here.pth").write_text(f"{sysconfig.get_path('purelib')}\n", encoding="utf-8")
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    for name in ("runtime", "importing", "development"):
        (folder / f"{name}-{version}.stamp").touch()


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command as GitHub's runners do, its two streams as one. Tests that it begins are found, and not run again."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OF_THIS_RUN)}
    own = {"CI": "true", "PATH": f"{folder / '.venv/bin'}:{os.environ['PATH']}", "PYTEST_ADDOPTS": "--collect-only -q"}
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", command],
        cwd=folder,
        env=kept | own,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=600,
    )

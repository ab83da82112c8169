"""Programs that others wrote for Node.js, pinned in tests/programs/ and installed there by `make test`."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "programs"


def program(script: str, *arguments: str) -> str:
    """What a script of tests/programs/ printed. Without Node.js the test is skipped; where CI is true, it fails."""
    node = shutil.which("node")
    if not node or not (FOLDER / "node_modules").is_dir():
        reason = f"{script} needs Node.js and `make test`, or `npm ci` in tests/programs"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    done = subprocess.run([node, str(FOLDER / script), *arguments], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout

"""The benchmark runs, and says what it measured."""

import subprocess
import sys

from folders import PROJECT


def test_a_small_race_says_what_it_measured() -> None:
    done = subprocess.run(
        [sys.executable, str(PROJECT / "benchmarks/race.py"), "20", "--rounds", "1"],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    for row in (
        "| 20 | cold |",
        "| 20 | nothing changed |",
        "| 20 | one note edited |",
        "| 20 | render |",
        "Python 3.",
    ):
        assert row in done.stdout

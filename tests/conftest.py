"""What pytest is asked: `--accept` lets the sites of tests/sites/ expect what they print now."""

import os

import pytest
from hypothesis import settings

# The same examples on every run, so that a change is what makes a law fail; `LAWS=search` looks for new ones.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("search", deadline=None)
settings.load_profile(os.environ.get("LAWS", "steady"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="rewrite what tests/sites/ expect; then read the difference")

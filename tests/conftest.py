"""What pytest is asked: `--accept` lets the sites of tests/sites/ expect what they print now."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="rewrite what tests/sites/ expect; then read the difference")

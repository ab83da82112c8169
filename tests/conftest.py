"""What pytest is asked: `--accept` lets the sites of tests/sites/ expect what they print now."""

import os
import signal

import pytest
from hypothesis import HealthCheck, settings

# The same examples on every run, so that a change is what makes a law fail; `LAWS=search` looks for new ones. How long
# they take is what the machine makes of it.
settings.register_profile("steady", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("search", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("LAWS", "steady"))

# In the background of a shell Ctrl+C is ignored, and by all that is started there: here it is what it is elsewhere.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="rewrite what tests/sites/ expect; then read the difference")

"""Locks between runs of this program, laid on a folder or file itself, so that none is left behind by a killed run.

They are advisory (flock). Where there are none, as on Windows and some network file systems, all goes on without.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform == "win32":

    def take(descriptor: int, wait: bool = False) -> bool:
        """There are no advisory locks here: everybody has them all."""
        return True

    @contextmanager
    def holding(folder: Path) -> Iterator[None]:
        """There are no advisory locks here: nobody waits."""
        yield

else:
    import fcntl

    def take(descriptor: int, wait: bool = False) -> bool:
        """Lock an open file until it is closed; False if another holds it and we are not to wait."""
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            return False
        except OSError:
            return True
        return True

    @contextmanager
    def holding(folder: Path) -> Iterator[None]:
        """Hold a folder's lock, having waited for whoever had it. OSError if the folder can't be opened."""
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            take(descriptor, wait=True)
            yield
        finally:
            os.close(descriptor)

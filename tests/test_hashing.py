"""Many files' SHA-256 is that of their bytes, in order, whether the disk is waited for or not."""

from hashlib import sha256
from pathlib import Path
from threading import get_ident

import pytest

from dossier import hashing
from dossier.hashing import hashed

SIZES = (0, 1, 2**16 - 1, 2**16, 2**16 + 1, 3 * 2**16)


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    found = [tmp_path / str(number) for number in range(700)]
    for number, path in enumerate(found):
        path.write_bytes(bytes([number % 251]) * (SIZES[number] if number < len(SIZES) else number))
    return found


@pytest.fixture
def threads(monkeypatch: pytest.MonkeyPatch) -> set[int]:
    """By which threads files were hashed."""
    seen = set[int]()

    def digest(data: bytes) -> object:
        seen.add(get_ident())
        return sha256(data)

    monkeypatch.setattr(hashing, "sha256", digest)
    return seen


@pytest.mark.parametrize("worked", [0.0, 1.0], ids=["waiting for the disk", "at work"])
def test_files_are_hashed_in_order_and_only_waiting_is_shared(
    files: list[Path], threads: set[int], worked: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    seconds = iter(range(1_000_000))
    monkeypatch.setattr(hashing, "perf_counter", lambda: float(next(seconds)))
    monkeypatch.setattr(hashing, "thread_time", lambda: next(seconds) * worked)

    assert hashed([str(path) for path in files]) == [sha256(path.read_bytes()).digest() for path in files]

    assert (threads == {get_ident()}) is bool(worked)


def test_a_file_that_cannot_be_read_is_told(files: list[Path]) -> None:
    files[600].unlink()
    with pytest.raises(FileNotFoundError):
        hashed([str(path) for path in files])


def test_no_files_have_no_digests() -> None:
    assert hashed([]) == []

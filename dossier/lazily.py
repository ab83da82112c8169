"""Files of which not all are held in memory: what is not is fetched whenever it is asked for."""

from collections.abc import Callable, Iterator, Mapping


class Lazily(Mapping[str, bytes]):
    """Bytes by path. held: files as they are. fetched: what gives those of others."""

    def __init__(self, held: Mapping[str, bytes], fetched: Mapping[str, Callable[[], bytes]]) -> None:
        self._held = held
        self._fetched = fetched

    def __getitem__(self, path: str) -> bytes:
        return self._fetched[path]() if path in self._fetched else self._held[path]

    def __iter__(self) -> Iterator[str]:
        return iter({**self._held, **self._fetched})

    def __len__(self) -> int:
        return len(self._held.keys() | self._fetched.keys())

    def __contains__(self, path: object) -> bool:
        return path in self._held or path in self._fetched

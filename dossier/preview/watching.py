"""Changes in a dossier's folder, told to livereload as they happen; nothing is looked for at intervals.

livereload's own watcher compares times of modification every 800 ms, and keeps back what comes within three seconds.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from threading import Event, Thread

from livereload.handlers import LiveReloadHandler
from livereload.watcher import Watcher
from tornado.ioloop import IOLoop
from watchfiles import watch

STEP = 10
"""Milliseconds without a further change, after which changes are told: a save is often several."""
MOST = 100
"""Milliseconds after which changes are told even if there are further ones, as in a checkout of many files."""
ONCE = 50
"""Milliseconds after which a watch that began is sure to have told so."""


class Watching(Watcher):
    """livereload's watcher on watchfiles. `refresh` is called on the loop after a change, with paths that have changed surely,
    and gives the paths to tell browsers.

    Two threads wait: one at the root itself, for config.yaml and for folders that come and go; one in those folders.
    """

    def __init__(
        self, root: Path, folders: Sequence[Path], refresh: Callable[[Collection[str]], Sequence[str]]
    ) -> None:
        super().__init__()
        self.watch(str(root), lambda: refresh(()))
        self._root = root
        self._folders = tuple(folders)
        self._refresh = refresh
        self._ended = Event()
        self._told = False
        self._changed: set[str] = set()

    def start(self, callback: Callable[[], None]) -> bool:
        """Watch from now on; see livereload. True: it need not ask at intervals."""
        self._loop = IOLoop.current()
        self._callback = callback
        self.renew()
        return True

    def _look_soon(self, changed: Collection[str]) -> None:
        """Have changes looked at; called from any thread."""
        self._loop.add_callback(self._note, changed)

    def _note(self, changed: Collection[str]) -> None:
        """What comes before they have been looked at needs no second look."""
        self._changed.update(changed)
        if not self._told:
            self._told = True
            self._loop.add_callback(self._look)

    def _look(self) -> None:
        self._told = False
        self._callback()

    def examine(self) -> tuple[None, None]:
        """Refresh, and tell browsers at once: what livereload is given here it may keep back."""
        changed, self._changed = self._changed, set()
        self.tell(self._refresh(changed))
        return None, None

    def tell(self, paths: Sequence[str]) -> None:
        """Tell browsers of changed files; `*` for any."""
        for path in paths:
            LiveReloadHandler.reload_waiters(path)

    def renew(self) -> None:
        """Watch what is there now: folders may have come back. Called on the loop.

        It tells so once, as something may have changed meanwhile.
        """
        self.close()
        self._ended = Event()
        Thread(target=self._follow_root, args=(self._ended,), daemon=True).start()
        Thread(target=self._follow_folders, args=(self._ended,), daemon=True).start()

    def close(self) -> None:
        """Watch no more."""
        self._ended.set()

    def _follow_root(self, ended: Event) -> None:
        folders = {str(folder) for folder in self._folders}
        watched = _identity(self._root)
        for changed in _changes([self._root], ended, recursive=False):
            # A watch goes with its folder, and one of a folder that came is still to begin. Of a folder that is moved away
            # with all that is watched in it, the system does not tell.
            if changed & folders or _identity(self._root) != watched:
                self._loop.add_callback(self.renew)
                return
            if str(self._root / "config.yaml") in changed:
                self._look_soon(changed)

    def _follow_folders(self, ended: Event) -> None:
        begun = False
        for changed in _changes([folder for folder in self._folders if folder.is_dir()], ended, recursive=True):
            if changed or not begun:
                begun = True
                self._look_soon(changed)


def _identity(folder: Path) -> tuple[int, int] | None:
    """What tells this folder from another that comes to have its name; None where there is none."""
    try:
        found = folder.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _changes(paths: Sequence[Path], ended: Event, recursive: bool) -> Iterator[set[str]]:
    """Sets of changed paths until `ended`, now and then an empty one; no more where a path is not there.

    Where the system can't watch so many folders, it is asked at intervals.
    """
    for polling in (None, True):
        try:
            for changes in watch(
                *paths,
                watch_filter=None,
                debounce=MOST,
                step=STEP,
                stop_event=ended,
                rust_timeout=ONCE,
                yield_on_timeout=True,
                raise_interrupt=False,
                force_polling=polling,
                recursive=recursive,
            ):
                if ended.is_set():
                    return
                yield {path for _, path in changes}
            return
        except FileNotFoundError:
            return
        except OSError:
            continue

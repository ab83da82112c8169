"""The preview: the site as it will be, shown here and again after each change; drafts show, and nothing goes to site/.

A mistake in content keeps the last good site on show, and its pages say what is wrong.
"""

import gc
import os
import sys
from collections.abc import Callable, Collection
from functools import partial
from pathlib import Path

import click
from tornado.ioloop import IOLoop

from dossier.cache import Cache
from dossier.diagnostics import as_text
from dossier.held import Holding
from dossier.memo import Remembering, engine
from dossier.outcome import Outcome
from dossier.pipeline import TEMPLATES
from dossier.preview.looking import Look
from dossier.preview.serving import Refused as Refused
from dossier.preview.serving import Serving, listening
from dossier.preview.showing import Showing
from dossier.preview.told import EDITOR
from dossier.preview.watching import Watching
from dossier.report import summary
from dossier.stores import Nowhere

TURN = 0.00001
"""Seconds after which the thread that makes the rest lets the server have its turn.

A look asks the system once for each file at least, and each time waits so long for its next turn: Python's own 0.005 would add
up to seven seconds at 1,500 files.
"""
QUIET = 0.0015
"""Seconds for each entry for which nothing changes before the rest is made, about what that takes: it slows the next look."""
AGAIN_AFTER = 0.5
"""Seconds after which a look is repeated that the disk refused."""


def serve(root: Path, host: str, port: int, editor: str = EDITOR) -> None:
    """Serve the dossier at http://host:port/ until interrupted. Refused if the address can't be had.

    editor: the link by which a place in a file is opened, with `{path}`, `{line}` and `{column}` in it.
    """
    sys.setswitchinterval(TURN)
    sockets, loop = listening(host, port), IOLoop.current()
    memo = Holding(Remembering(Nowhere()))
    showing = Showing(root, memo, editor)
    look = _remembering(root, memo, showing.look)
    told = showing.found

    def followed(find: Callable[[], tuple[str, ...]]) -> tuple[str, ...]:
        """What browsers are to be told of what was found; the terminal is told at once, and the rest is made later."""
        nonlocal told
        paths, found = find(), showing.found
        told = _say(told, found)
        if found.fault:
            loop.call_later(AGAIN_AFTER, watcher.renew)
        if found.surveyed:
            loop.call_later(QUIET * found.counts.entries, rest, found)
        return paths

    def rest(found: Look) -> None:
        if showing.found is found:
            showing.rest(lambda take: loop.add_callback(lambda: watcher.tell(followed(take))))

    watched = (root / "content", root / "templates", TEMPLATES)
    watcher = Watching(root, watched, lambda changed: followed(partial(look, changed)))
    click.echo(f"serving http://{f'[{host}]' if ':' in host else host}:{port}/ (interrupt with Ctrl+C)")
    try:
        Serving(showing, watcher, sockets, host).serve(port=port, host=host, debug=False)
    finally:
        watcher.close()


Looking = Callable[[Collection[str]], tuple[str, ...]]


def _remembering(root: Path, memo: Holding, look: Looking) -> Looking:
    """The look, with what a build remembers for the first time; from then on memory does."""
    jobs = os.cpu_count() or 1
    stores = iter([Cache(root / ".cache", engine())])

    def remembering(changed: Collection[str]) -> tuple[str, ...]:
        store = next(stores, None)
        with Remembering(store or Nowhere(), jobs, partial=True) as memo.beneath:
            paths = look(changed)
        memo.beneath = Remembering(Nowhere(), jobs)
        if store:
            # What was read is here to stay. To ask again and again whether it is garbage takes longer than a look.
            gc.collect()
            gc.freeze()
        return paths

    return remembering


def _say(before: Look, found: Look) -> Look:
    """Tell the terminal what was found in the end: the problems where they are others than those told before, and a line.

    Out: what has been told by now, which is to be `before` the next time.
    """
    if found is before or (found.surveyed and not found.errors):
        return before
    if found.fault:
        click.echo(found.fault)
        return found
    if found.problems != before.problems:
        click.echo("what is wrong now:")  # an editor's task drops what it knew of before (`dossier.vscode`)
        for each in found.problems:
            click.echo(as_text(each))
    made = Outcome(found.problems, found.counts, {}, misconfigured=found.misconfigured)
    click.echo(summary(made, Path(), strict=False, writes=False))
    return found

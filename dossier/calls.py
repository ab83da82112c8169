"""Calls to a server over HTTP that can't last for ever, whatever it does: for urllib.

In: how long an answer may take to begin. Out: handlers for an opener; while they are watched, calls are hung up in time.
"""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from urllib.request import HTTPHandler, HTTPSHandler, Request


class Calls:
    """The calls to a server that wait for an answer to begin, each hung up when it has waited too long.

    A socket's own timeout begins anew with each byte: a server that sends its headers drop by drop could hold a call for
    days. Who reads a body has to look at the time as it comes; headers that were hung up on end there, and look whole.

    most: seconds until then. handlers: for urllib's opener.
    """

    def __init__(self, most: float) -> None:
        self._most = most
        self.handlers = (_Http(self), _Https(self))
        self._since: dict[HTTPConnection, float] = {}

    def begin(self, call: HTTPConnection) -> HTTPConnection:
        """Note a call that begins now."""
        self._since[call] = time.monotonic()
        return call

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Hang up on calls that take too long, until this ends."""
        done = threading.Event()
        watch = threading.Thread(target=self._watch, args=(done,), daemon=True)
        watch.start()
        try:
            yield
        finally:
            done.set()
            watch.join()

    def _watch(self, done: threading.Event) -> None:
        while not done.wait(min(1.0, self._most / 4)):
            for call, since in list(self._since.items()):
                # urllib takes the socket away when the headers are there, or the call has failed.
                connected = getattr(call, "sock", None)
                if time.monotonic() - since > self._most:
                    del self._since[call]
                    if connected is not None:
                        with suppress(OSError):
                            connected.shutdown(socket.SHUT_RDWR)


class _Http(HTTPHandler):
    def __init__(self, calls: Calls) -> None:
        super().__init__()
        self._calls = calls

    def http_open(self, req: Request) -> HTTPResponse:
        return self.do_open(lambda host, **more: self._calls.begin(HTTPConnection(host, **more)), req)


class _Https(HTTPSHandler):
    def __init__(self, calls: Calls) -> None:
        super().__init__()
        self._calls = calls

    def https_open(self, req: Request) -> HTTPResponse:
        return self.do_open(lambda host, **more: self._calls.begin(HTTPSConnection(host, **more)), req)

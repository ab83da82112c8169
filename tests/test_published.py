"""`build.py verify`: a site on a server or in a folder, whole, spoilt and stale; and servers that mean no good."""

import gzip
import json
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import partial
from hashlib import sha256
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner, Result
from folders import edit, first_dossier

from dossier import __version__, calls, fetching
from dossier.cli import command
from dossier.memo import Plain
from dossier.pipeline import build

KOREAN = "---\ntitle: 방문\n---\n\nA name in another script, with a space in its asset’s.\n"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the first dossier in `root`, and as it was published in `host/some/name`."""
    folder = tmp_path_factory.mktemp("published")
    root = first_dossier(folder / "root")
    # An index for searches has files of other names after each change.
    edit(root / "config.yaml", "search: true", "search: false")
    (root / "content/notes/방문.md").write_text(KOREAN, encoding="utf-8")
    (root / "content/notes/older.md").write_text("---\ntitle: Older\n---\n\nIt came first.\n", encoding="utf-8")
    (root / "templates/assets").mkdir(parents=True)
    (root / "templates/assets/ä b%20+#?.txt").write_bytes(b"an odd name")
    made = build(root, folder / "host/some/name", Plain())
    assert made.written, made.problems
    return folder


@pytest.fixture
def folder(published: Path, tmp_path: Path) -> Path:
    """A copy of it, to be spoilt."""
    return shutil.copytree(published, tmp_path / "copy")


def verify(place: object, root: Path) -> Result:
    return CliRunner().invoke(command, ["verify", str(place), "--root", str(root)])


def said(done: Result) -> list[str]:
    return [line.strip() for line in done.stdout.splitlines()]


class Pages(SimpleHTTPRequestHandler):
    """A server as GitHub Pages is one: a folder's index, a page for unknown addresses, no hidden files, nothing added."""

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        if "/." in self.path or not Path(self.translate_path(self.path)).exists():
            self.reply(404, (Path(self.directory) / "some/name/404.html").read_bytes())
        else:
            super().do_GET()

    def reply(self, code: int, body: bytes, **headers: str) -> None:
        self.send_response(code)
        for name, value in {"Content_Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def serving(folder: Path, handler: type[Pages] = Pages) -> Iterator[str]:
    """The address of what is published in a folder, served."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder / "host"))) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/some/name"
        server.shutdown()


@pytest.fixture(autouse=True)
def direct(monkeypatch: pytest.MonkeyPatch) -> None:
    """This machine's servers are asked without a proxy."""
    monkeypatch.setenv("no_proxy", "*")
    monkeypatch.setattr("dossier.fetching.time.sleep", lambda _: None)


@contextmanager
def in_folder(folder: Path) -> Iterator[str]:
    yield str(folder / "host/some/name")


both = pytest.mark.parametrize("way", [serving, in_folder], ids=["server", "folder"])
Way = Callable[[Path], AbstractContextManager[str]]


# --- whole, spoilt and stale


@both
@pytest.mark.parametrize("end", ["", "/"])
def test_a_site_that_is_as_it_was_made_matches(published: Path, way: Way, end: str) -> None:
    with way(published) as place:
        done = verify(f"{place}{end}", published / "root")
    assert (done.exit_code, done.stderr) == (0, "")
    lines = said(done)
    assert lines[0].endswith("some/name beside its manifest:") or lines[0].endswith("some/name/ beside its manifest:")
    assert re.fullmatch(r"\d+ files as the manifest lists them", lines[1])
    assert "made of this content: 45 files, SHA-256" in done.stdout
    assert "made by this program: dossier" in done.stdout
    assert lines[-1] == "it is as it was made, and this content gives the same site"


def test_a_hidden_file_that_a_server_leaves_out_is_no_fault_but_is_told(published: Path) -> None:
    with serving(published) as place:
        lines = said(verify(place, published / "root"))
    told = lines.index("1 file not served, as hidden files often are not (this is no fault):")
    assert lines[told + 1] == ".nojekyll"


@both
def test_a_changed_byte_is_found(folder: Path, way: Way) -> None:
    page = folder / "host/some/name/notes/방문/index.html"
    page.write_bytes(page.read_bytes().replace(b"another script", b"another scribt"))
    with way(folder) as place:
        done = verify(place, folder / "root")
    lines = said(done)
    assert done.exit_code == 1
    assert lines[lines.index("1 file changed since the manifest was made:") + 1] == "notes/방문/index.html"
    assert lines[-1] == "it is not as it was made, and this content gives the same site"


@both
def test_a_missing_page_is_found(folder: Path, way: Way) -> None:
    (folder / "host/some/name/gaps/index.html").unlink()
    with way(folder) as place:
        done = verify(place, folder / "root")
    lines = said(done)
    assert done.exit_code == 1
    assert lines[lines.index("1 file listed and not there:") + 1] == "gaps/index.html"


def test_a_page_too_many_is_found_in_a_folder(folder: Path) -> None:
    site = folder / "host/some/name"
    (site / "notes/added").mkdir()
    (site / "notes/added/index.html").write_bytes(b"slipped in")
    (site / ".git").mkdir()
    (site / ".git/HEAD").write_bytes(b"")
    done = verify(site, folder / "root")
    lines = said(done)
    assert done.exit_code == 1
    assert lines[lines.index("1 file there and not listed:") + 1] == "notes/added/index.html"
    assert ".git" not in done.stdout


def test_a_link_is_not_followed(folder: Path) -> None:
    page = folder / "host/some/name/gaps/index.html"
    page.rename(folder / "elsewhere.html")
    page.symlink_to(folder / "elsewhere.html")
    done = verify(folder / "host/some/name", folder / "root")
    assert done.exit_code == 1
    assert "gaps/index.html: it is not a plain file" in said(done)


@both
def test_a_stale_site_is_whole_and_not_what_this_content_gives(folder: Path, way: Way) -> None:
    notes = folder / "root/content/notes"
    (notes / "방문.md").write_text(KOREAN.replace("A name", "The name"), encoding="utf-8")
    (notes / "newer.md").write_text("---\ntitle: Newer\n---\n\nIt came later.\n", encoding="utf-8")
    (notes / "older.md").unlink()
    with way(folder) as place:
        done = verify(place, folder / "root")
    lines = said(done)
    assert done.exit_code == 1
    assert any(line.startswith("made of other content: 45 files") for line in lines)
    differ = lines.index(next(line for line in lines if line.endswith("different in a build from here:")))
    here = lines.index("1 file only in a build from here:")
    there = lines.index("1 file only on the site:")
    assert "notes/방문/index.html" in lines[differ:here]
    assert lines[here + 1] == "notes/newer/index.html"
    assert lines[there + 1] == "notes/older/index.html"
    assert lines[-1] == "it is as it was made, and this content gives another site"


def test_a_forged_manifest_does_not_hide_a_change_from_who_has_the_content(folder: Path) -> None:
    site = folder / "host/some/name"
    page = site / "claims/soldiers-sent/index.html"
    page.write_bytes(page.read_bytes().replace(b"14,000", b"41,000"))
    listed = json.loads((site / "manifest.json").read_bytes())
    listed["files"]["claims/soldiers-sent/index.html"] = sha256(page.read_bytes()).hexdigest()
    (site / "manifest.json").write_text(json.dumps(listed), encoding="utf-8")
    done = verify(site, folder / "root")
    lines = said(done)
    assert done.exit_code == 1
    assert lines[lines.index("1 file different in a build from here:") + 1] == "claims/soldiers-sent/index.html"
    assert "content and engine are the same" in done.stdout


def test_another_engine_is_told_and_is_no_fault_where_the_pages_are_the_same(folder: Path) -> None:
    path = folder / "host/some/name/manifest.json"
    manifest = json.loads(path.read_bytes())
    for change, words in (({"version": "0.0.1"}, "made by dossier 0.0.1; this is dossier"), ({}, "another state")):
        manifest["engine"] = {**manifest["engine"], "sha256": "0" * 64, **change}
        path.write_text(json.dumps(manifest), encoding="utf-8")
        done = verify(path.parent, folder / "root")
        assert done.exit_code == 0
        assert words in done.stdout
        manifest["engine"]["version"] = __version__


def test_many_differences_are_counted_and_the_first_are_named(folder: Path) -> None:
    for page in (folder / "host/some/name").rglob("index.html"):
        page.write_bytes(b"")
    lines = said(verify(folder / "host/some/name", folder / "root"))
    found = next(number for number, line in enumerate(lines) if "changed since the manifest" in line)
    assert lines[found + 21].startswith("and ")
    assert lines[found + 21].endswith(" more")


# --- no manifest, no content, no site


@both
@pytest.mark.parametrize(
    ("data", "words"), [(None, "has no manifest.json"), (b"<!doctype", "is none: it can’t be read"), (b"{}", "is none")]
)
def test_a_missing_or_broken_manifest_is_one_line(folder: Path, way: Way, data: bytes | None, words: str) -> None:
    path = folder / "host/some/name/manifest.json"
    path.unlink() if data is None else path.write_bytes(data)
    with way(folder) as place:
        done = verify(place, folder / "root")
    assert (done.exit_code, done.stdout) == (1, "")
    assert words in done.stderr
    assert done.stderr.count("\n") == 1


def test_content_with_errors_gives_nothing_to_compare_with(folder: Path) -> None:
    (folder / "root/content/notes/newer.md").write_text("---\ntitle: Newer\n---\n\n[[nowhere]]\n", encoding="utf-8")
    done = verify(folder / "host/some/name", folder / "root")
    assert done.exit_code == 1
    assert "files as the manifest lists them" in done.stdout
    assert said(done)[-1] == "no build to compare it with: there are errors in this content, see build.py check"


def test_a_root_that_is_no_dossier_is_wrong_usage(folder: Path, tmp_path: Path) -> None:
    (folder / "root/config.yaml").unlink()
    assert verify(folder / "host/some/name", folder / "root").exit_code == 2


@pytest.mark.parametrize(
    "place",
    [
        "no/such/folder",
        "ftp://example.org/",
        "https://",
        "http://[x/",
        "http://u:p@example.org/",
        "http://a/?b",
        "http://a:b/",
    ],
)
def test_what_can_be_no_site_is_wrong_usage(folder: Path, place: str) -> None:
    done = verify(place, folder / "root")
    assert done.exit_code == 2
    assert done.exception is None or isinstance(done.exception, SystemExit)
    assert "Error:" in done.stderr


def test_a_server_that_is_not_there_is_told_in_a_line(folder: Path) -> None:
    with serving(folder) as place:
        pass
    done = verify(place, folder / "root")
    assert done.exit_code == 2
    assert done.stderr.count("\n") == 1
    assert "refused" in done.stderr


# --- servers


class Spoiling(Pages):
    """A server that does something else with one page."""

    page = "/some/name/gaps/index.html"

    def do_GET(self) -> None:
        if self.path == self.page:
            self.spoil()
        else:
            super().do_GET()

    def spoil(self) -> None:
        raise NotImplementedError


class Elsewhere(Spoiling):
    def spoil(self) -> None:
        self.reply(302, b"", Location="http://localhost:1/some/name/gaps/")


class Encoded(Spoiling):
    def spoil(self) -> None:
        self.reply(200, gzip.compress(b"page"), Content_Encoding="gzip")


class Broken(Spoiling):
    def spoil(self) -> None:
        self.reply(500, b"")


class CutShort(Spoiling):
    def spoil(self) -> None:
        self.reply(200, b"half", Content_Length="4000")
        self.close_connection = True


class NoHttp(Spoiling):
    def spoil(self) -> None:
        self.wfile.write(b"\x00\xff" * 100 + b"\r\n\r\n")
        self.close_connection = True


class Circle(Spoiling):
    def spoil(self) -> None:
        self.reply(301, b"", Location=self.page)


class Endless(Spoiling):
    def spoil(self) -> None:
        self.send_response(200)
        self.end_headers()
        try:
            while True:
                self.wfile.write(b"x" * 10_000)
        except OSError:
            pass


class Dripping(Spoiling):
    """Sends for ever: a tenth of the time that a file may take goes by with each byte, twenty times, by the clock of verify."""

    seconds = 0.0

    def drip(self) -> None:
        with suppress(OSError):
            for _ in range(20):
                self.wfile.write(b"x")
                threading.Event().wait(0.02)
                Dripping.seconds += fetching.FILE_TIME / 10
            while True:
                self.wfile.write(b"x")
                threading.Event().wait(0.02)


class Drip(Dripping):
    def spoil(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.drip()


class DripOfHeaders(Dripping):
    def spoil(self) -> None:
        self.wfile.write(b"HTTP/1.0 200 OK\r\nX-Long: ")
        self.drip()


class Silent(Spoiling):
    def spoil(self) -> None:
        threading.Event().wait(60)


@pytest.mark.parametrize(
    ("server", "words"),
    [
        (Elsewhere, "the server leads to another place, 'http://localhost:1/some/name/gaps/'"),
        (Encoded, "it comes encoded as gzip, though asked for as it is"),
        (Broken, "the server answers 500"),
        (CutShort, "it can’t be had: "),
        (NoHttp, "it can’t be had: "),
        (Circle, "the server answers 301"),
        (Endless, "it is larger than 1,000,000 bytes"),
        (Drip, "it takes too long to come"),
        (DripOfHeaders, "it takes too long to come"),
        (Silent, "it can’t be had: timed out"),
    ],
)
def test_a_server_s_tricks_end_in_a_line_and_the_rest_is_compared(
    folder: Path, monkeypatch: pytest.MonkeyPatch, server: type[Pages], words: str
) -> None:
    monkeypatch.setattr(fetching, "LARGEST", 1_000_000)
    monkeypatch.setattr(fetching, "AT_ONCE", 1)
    if server is Silent:
        monkeypatch.setattr(fetching, "PATIENCE", 2.0)
    clock = SimpleNamespace(monotonic=lambda: Dripping.seconds, sleep=lambda _: None)
    for module in (calls, fetching):
        monkeypatch.setattr(module, "time", clock)
    with serving(folder, server) as place:
        done = verify(place, folder / "root")
    assert done.exit_code == 1
    lines = said(done)
    at = lines.index("1 file could not be compared:")
    assert lines[at + 1].startswith(f"gaps/index.html: {words}")
    assert re.fullmatch(r"\d+ files as the manifest lists them", lines[1])


class Tidy(Pages):
    """Leads from a page's file to its folder, as some hosts do."""

    def do_GET(self) -> None:
        if self.path.endswith("/index.html"):
            self.reply(308, b"", Location=self.path.removesuffix("index.html"))
        else:
            super().do_GET()


class Busy(Pages):
    """Answers only when asked again."""

    asked: set[str] = set()

    def do_GET(self) -> None:
        if self.path in self.asked:
            super().do_GET()
        else:
            self.asked.add(self.path)
            self.reply(503, b"")


@pytest.mark.parametrize("server", [Tidy, Busy])
def test_a_redirect_within_the_host_is_followed_and_a_busy_server_asked_again(
    published: Path, server: type[Pages]
) -> None:
    with serving(published, server) as place:
        assert verify(place, published / "root").exit_code == 0


class Dead(Pages):
    """Gives the manifest and nothing else."""

    count = 0

    def do_GET(self) -> None:
        if self.path.endswith("/manifest.json"):
            super().do_GET()
        else:
            Dead.count += 1
            self.reply(403, b"")


def test_a_server_that_refuses_everything_is_not_asked_for_everything(
    published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "AT_ONCE", 1)
    monkeypatch.setattr(fetching, "MOST_FAULTS", 10)
    with serving(published, Dead) as place:
        done = verify(place, published / "root")
    assert done.exit_code == 1
    assert Dead.count == 16
    assert "the server answers 403" in done.stdout


def test_a_site_that_takes_too_long_as_a_whole_is_given_up(published: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "TOTAL_TIME", 0.0)
    with serving(published) as place:
        done = verify(place, published / "root")
    assert done.exit_code == 2
    assert "was not asked for within 0 seconds" in done.stderr

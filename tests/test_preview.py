"""The preview over HTTP: what it serves, what a mistake does to it, whom it answers, and what it survives."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from folders import PROJECT, edit, first_dossier, tree, untouched
from msgspec.structs import replace
from previews import PATIENCE, Preview, free_port, previewing, until

from dossier.manifest import MANIFEST
from dossier.memo import Plain
from dossier.pipeline import examine
from dossier.preview import looking
from dossier.preview.additions import allowing, with_drafts_marked
from dossier.preview.guarding import is_ours, is_same_origin
from dossier.preview.looking import Look, look
from dossier.preview.showing import Showing
from dossier.preview.told import told

VISIT = "content/notes/building-site-visit.md"
PAGE = "/notes/building-site-visit/"
SAID = "one article says ["
ADDED = (
    re.compile(r'<link rel="stylesheet" href="/_preview/.*?(?=</head>)'),
    re.compile(r" ws://[\d.:]+(?=[;\"])"),
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return first_dossier(tmp_path / "dossier")


@pytest.fixture
def preview(root: Path) -> Iterator[Preview]:
    with previewing(root) as begun:
        yield begun


def without_additions(html: str) -> str:
    for added in ADDED:
        html = added.sub("", html)
    return html


# --- what it serves


def whole(root: Path, drafts: bool = False) -> dict[str, bytes]:
    """What a build would write; the manifest alone knows nothing of the index, which is made when it is asked for."""
    manifest = examine(root, Plain(), drafts, indexed=False).files[MANIFEST]
    return {**examine(root, Plain(), drafts).files, MANIFEST: manifest}


def test_it_serves_what_a_build_would_write_and_writes_nothing(root: Path) -> None:
    edit(root / "config.yaml", "# url:", "url: https://example.org/some/name/")
    built = whole(root)
    before = untouched(root / "content")
    with previewing(root) as preview:
        for path, data in built.items():
            answer = preview.get("/" + path.removesuffix("index.html"))
            assert answer.status == 200, path
            got = without_additions(answer.text).encode() if path.endswith(".html") else answer.body
            assert got == data, path
        assert "/_preview/preview.js" in preview.get("/").text
    assert untouched(root / "content") == before
    assert {path.name for path in root.iterdir()} == {"content", "config.yaml", ".cache"}


def test_files_made_when_they_are_asked_for_are_the_same(root: Path) -> None:
    built = whole(root, drafts=True)
    at_once = {path: data for path, data in built.items() if path != MANIFEST}
    begun = look(root, Plain(), look(root, Plain(), Look()))
    assert begun.surveyed is not None
    assert begun.site is not None
    assert {path: begun.site.file(path) for path in at_once} == at_once
    assert begun.site.file("notes/nothing/index.html") is None
    finished = looking.finish(begun, root, Plain())
    assert finished.surveyed is None
    assert finished.site is not None
    assert {path: finished.site.file(path) for path in built} == built


def test_links_that_begin_at_the_sites_base_lead_to_its_pages(root: Path) -> None:
    edit(root / "config.yaml", "# url:", "url: https://example.org/some/name/")
    with previewing(root) as preview:
        assert preview.get("/some/name" + PAGE).body == preview.get(PAGE).body
        missing = preview.get("/no/such/page/")
        style = re.search(r'href="(/some/name/assets/style.css)"', missing.text)
        assert missing.status == 404
        assert style
        assert preview.get(style[1]).status == 200


def test_a_folder_without_its_slash_is_sent_on(preview: Preview) -> None:
    answer = preview.get(PAGE.rstrip("/"))
    assert (answer.status, answer.headers["location"]) == (302, PAGE)


def test_only_the_head_is_sent_where_only_it_is_asked_for(preview: Preview) -> None:
    for path in (PAGE, "/livereload.js", "/_preview/preview.js"):
        answer = preview.get(path, "HEAD")
        assert (answer.status, answer.body) == (200, b"")


def test_scripts_come_from_the_preview_and_the_installed_package(preview: Preview) -> None:
    import livereload

    script = Path(livereload.__file__).parent / "vendors/livereload.js"
    assert preview.get("/livereload.js?port=1").body == script.read_bytes()
    sources = re.findall(r'<script defer src="([^"]+)"', preview.get(PAGE).text)
    assert sources == ["/_preview/preview.js", f"/livereload.js?port={preview.port}&amp;mindelay=500&amp;maxdelay=2000"]
    assert preview.get("/_preview/../server.py").status == 404
    assert preview.get("/_preview/unready.html").status == 404


# --- a mistake, and its mending


def test_a_mistake_leaves_the_last_good_site_on_show_until_it_is_mended(preview: Preview) -> None:
    preview.shows(PAGE, "inspected the construction")
    good = preview.get(PAGE).body
    edit(preview.root / VISIT, SAID, 'one article says, and "no such words" [')
    state = preview.is_late()
    assert preview.get(PAGE).body == good
    line = (preview.root / VISIT).read_text(encoding="utf-8").splitlines().index
    number = 1 + line(
        next(x for x in (preview.root / VISIT).read_text(encoding="utf-8").splitlines() if "no such" in x)
    )
    found = state["problems"][0]
    assert found["place"].startswith(f"{VISIT}:{number}:")
    assert (found["severity"], found["code"]) == ("error", "unverified-quote")
    assert found["hint"]
    here = next(line for line in found["lines"] if line["column"])
    assert here["number"] == number
    assert here["text"][here["column"] - 1 :].startswith('"no such words"')
    assert len(found["lines"]) == 5
    assert found["editor"] == f"vscode://file/{(preview.root / VISIT).as_posix()}:{found['place'].split(':', 1)[1]}"
    edit(preview.root / VISIT, 'says, and "no such words" [', "tells us [")
    preview.is_late(False)
    preview.shows(PAGE, "one article tells us")


def test_a_first_site_with_a_mistake_shows_a_page_that_says_so(root: Path) -> None:
    edit(root / VISIT, SAID, 'one article says, and "no such words, 1 < 2" [')
    with previewing(root) as preview:
        answer = preview.get(PAGE)
        assert answer.status == 503
        assert f"{VISIT}:" in answer.text
        assert "“no such words, 1 &lt; 2” is not in source" in answer.text
        assert "1 < 2" not in answer.text
        digest = preview.state(PAGE)["digest"]
        assert f'data-digest="{digest}"' in answer.text
        edit(root / VISIT, 'says, and "no such words, 1 < 2" [', "tells us [")
        preview.shows(PAGE, "one article tells us")
        assert preview.state(PAGE)["digest"] != digest


def test_unfinished_drafts_do_not_keep_the_first_site_from_being_shown(root: Path) -> None:
    (root / "content/notes/later.md").write_text('---\ntitle: Later\ndraft: true\n---\n\n"No such words".\n', "utf-8")
    with previewing(root) as preview:
        assert preview.get(PAGE).status == 200
        assert preview.problems()[0] == "content/notes/later.md:6:1 unsourced-quote"
        assert preview.state()["late"] is True


@pytest.mark.parametrize(
    ("file", "text", "place"),
    [
        ("config.yaml", "title: [", "config.yaml:"),
        ("templates/note.html", "{% if %}", "templates/note.html:1:1 template-error"),
        ("content/notes/link.md", "---\ntitle: A\n---\n\n[x](../nowhere/)\n", "content/notes/link.md:5:"),
        ("content/notes/bytes.md", "\udcff", "content/notes/bytes.md:1:1 not-utf8"),
    ],
)
def test_whatever_is_wrong_is_told_and_goes_when_it_is_mended(root: Path, file: str, text: str, place: str) -> None:
    path = root / file
    before = path.read_bytes() if path.exists() else None
    with previewing(root) as preview:
        good = preview.get(PAGE).body
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text.encode(errors="surrogateescape"))
        preview.is_late()
        assert preview.problems()[0].startswith(place)
        assert preview.get(PAGE).body == good
        if before is None:
            path.unlink()
        else:
            path.write_bytes(before)
        preview.is_late(False)
        assert preview.get(PAGE).body == good


def test_a_template_of_the_dossiers_own_is_seen_when_its_folder_comes(preview: Preview) -> None:
    folder = preview.root / "templates"
    folder.mkdir()
    (folder / "404.html").write_text("<html><head></head><main>Nothing here</main></html>", encoding="utf-8")
    preview.shows("/nowhere/", "Nothing here")
    (folder / "404.html").write_text("<html><head></head><main>Not a thing</main></html>", encoding="utf-8")
    preview.shows("/nowhere/", "Not a thing")


def test_a_long_line_is_cut_around_the_place(root: Path) -> None:
    (root / VISIT).write_text("---\ntitle: A\n---\n\n" + "word " * 300 + '"No such words". ' + "word " * 300, "utf-8")
    (found,) = (p for p in told(look(root, Plain(), Look()), root) if p.code == "unsourced-quote")
    here = next(line for line in found.lines if line.column)
    assert len(here.text) < 500
    assert here.text[here.column - 1 :].startswith('"No such words"')


def test_of_many_problems_the_first_are_told_errors_before_warnings(root: Path) -> None:
    for number in range(250):
        text = f"---\ntitle: Number {number}\n---\n\nThe number {number}.\n"
        (root / f"content/notes/number-{number}.md").write_text(text, encoding="utf-8")
    showing = Showing(root, Plain(), "x:{path}")
    showing.look()
    state = json.loads(showing.state(""))
    assert (state["errors"], state["warnings"], len(state["problems"])) == (0, 250, 200)
    edit(root / VISIT, SAID, 'one article says, and "no such words" [')
    showing.look()
    state = json.loads(showing.state(""))
    assert (state["errors"], state["warnings"], len(state["problems"])) == (1, 250, 200)
    assert state["problems"][0]["severity"] == "error"
    assert [bool(found["lines"]) for found in state["problems"]] == [True] * 50 + [False] * 150
    unready = Showing(root, Plain(), "x:{path}")
    unready.look()
    assert "51 more: <code>build.py check</code>" in unready.answer("", "h:1").body.decode()


def test_the_editors_link_is_the_editors_own(root: Path) -> None:
    edit(root / VISIT, SAID, 'one article says, and "no such words" [')
    found = look(root, Plain(), Look())
    (problem,) = told(found, root, "emacs://open?file={path}&at={line},{column}")
    line, column = problem.place.split(":")[1:]
    assert problem.editor == f"emacs://open?file={(root / VISIT).as_posix()}&at={line},{column}"
    assert told(replace(found, problems=(), fault="no disk"), root)[0].message == "no disk"


# --- drafts


def test_drafts_show_and_are_marked_on_their_pages_and_where_they_are_listed(root: Path) -> None:
    edit(root / VISIT, "---\ntitle:", "---\ndraft: true\ntitle:")
    with previewing(root) as preview:
        assert "no build publishes it" in preview.get(PAGE).text
        timeline = preview.get("/timeline/").text
        marked = re.findall(
            r'href="\.\./notes/([^/"]+)/"[^>]*>[^<]*<span class="preview-draft">draft</span></a>', timeline
        )
        assert marked == ["building-site-visit"]
        assert "no build publishes it" not in timeline
        digest = preview.state("/timeline/")["digest"]
        edit(root / VISIT, "draft: true\n", "")
        until(lambda: "preview-draft" not in preview.get("/timeline/").text.partition("<body>")[2], "no draft")
        assert preview.state("/timeline/")["digest"] != digest
    edit(root / VISIT, "---\ntitle:", "---\ndraft: true\ntitle:")
    assert not any(b"preview" in data for data in examine(root, Plain()).files.values())


def test_links_that_lead_elsewhere_are_not_marked() -> None:
    html = '<a href="https://example.org/notes/a/">x</a><a href="//[">y</a><a href="../b/">z</a><main>'
    assert with_drafts_marked(html, "notes/c/index.html", {"notes/a/index.html"}, "/") == html


# --- whom it answers


@pytest.mark.parametrize(
    ("host", "bound_to", "ours"),
    [
        ("127.0.0.1:8000", "127.0.0.1", True),
        ("localhost:8000", "127.0.0.1", True),
        ("[::1]:8000", "::1", True),
        ("LOCALHOST", "127.0.0.1", True),
        ("rebound.example:8000", "127.0.0.1", False),
        ("127.0.0.1.rebound.example", "127.0.0.1", False),
        ("192.0.2.1:8000", "127.0.0.1", False),
        ("192.0.2.1:8000", "0.0.0.0", True),
        ("rebound.example", "0.0.0.0", False),
        ("my-machine:8000", "my-machine", True),
        ("", "127.0.0.1", False),
        ("[", "127.0.0.1", False),
    ],
)
def test_a_name_that_was_made_to_lead_here_is_not_ours(host: str, bound_to: str, ours: bool) -> None:
    assert is_ours(host, bound_to) is ours


@pytest.mark.parametrize(
    ("origin", "same"),
    [
        (None, True),
        ("http://127.0.0.1:8000", True),
        ("http://127.0.0.1:9000", False),
        ("http://localhost:8000", False),
        ("https://rebound.example", False),
        ("null", False),
        ("http://[", False),
    ],
)
def test_a_request_of_another_page_is_not_ours(origin: str | None, same: bool) -> None:
    assert is_same_origin(origin, "127.0.0.1:8000") is same


SOCKET = {
    "Upgrade": "websocket",
    "Connection": "Upgrade",
    "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
    "Sec-WebSocket-Version": "13",
}


@pytest.mark.parametrize("path", [PAGE, "/_preview/state", "/_preview/preview.js", "/livereload.js", "/livereload"])
def test_nothing_is_answered_to_others(preview: Preview, path: str) -> None:
    asked = SOCKET if path == "/livereload" else {}
    for header, value in (("Host", "rebound.example"), ("Origin", "http://rebound.example")):
        answer = preview.get(path, **{**asked, header: value})
        assert answer.status == 403
        assert b"Kim" not in answer.body


def upgraded(preview: Preview, **headers: str) -> bytes:
    """The first line of the answer to a socket's handshake."""
    lines = "".join(f"{name}: {value}\r\n" for name, value in {**SOCKET, **headers}.items())
    with socket.create_connection(("127.0.0.1", preview.port), timeout=PATIENCE) as connection:
        connection.sendall(f"GET /livereload HTTP/1.1\r\nHost: 127.0.0.1:{preview.port}\r\n{lines}\r\n".encode())
        with connection.makefile("rb") as answer:
            return answer.readline()


def test_the_socket_opens_to_this_servers_pages_alone(preview: Preview) -> None:
    assert b" 101 " in upgraded(preview, Origin=preview.url)
    assert b" 403 " in upgraded(preview, Origin="http://rebound.example")
    assert preview.get("/forcereload").status == 404


@pytest.mark.parametrize(
    ("policy", "allowed"),
    [
        (
            "default-src 'none'; style-src 'self'",
            "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self' ws://h:1",
        ),
        (
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'none'; connect-src 'self'",
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self' ws://h:1",
        ),
        ("img-src 'self'", "img-src 'self'"),
        ("", ""),
    ],
)
def test_a_page_s_policy_allows_the_preview_and_no_more(policy: str, allowed: str) -> None:
    assert allowing(policy, "h:1") == allowed


# --- what it survives


def serve(root: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(PROJECT / "build.py"), "serve", "--root", str(root), *options]
    return subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)


def test_a_port_in_use_is_a_line_that_names_another(root: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = serve(root, "--port", str(port))
    assert done.returncode == 2
    assert re.search(rf"Error: port {port} is in use; try --port \d+$", done.stderr.strip())
    assert "Traceback" not in done.stderr


def test_an_address_that_is_not_this_machines_is_a_line(root: Path) -> None:
    done = serve(root, "--host", "192.0.2.1", "--port", str(free_port()))
    assert done.returncode == 2
    assert "can't listen at 192.0.2.1" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_editor_s_link_without_a_path_is_wrong_usage(root: Path) -> None:
    assert serve(root, "--editor", "vscode").returncode == 2


def test_ctrl_c_ends_it_without_a_word(preview: Preview) -> None:
    assert preview.get("/").status == 200
    assert preview.interrupt() == 0
    said = preview.said.read_text(encoding="utf-8")
    assert "Traceback" not in said
    assert "Error" not in said


@pytest.mark.skipif(os.name == "nt", reason="there are no such pipes")
def test_ctrl_c_ends_it_while_it_still_reads(root: Path) -> None:
    # A pipe can be written to once somebody has begun to read it, and that reads on until the writing ends.
    (root / "config.yaml").unlink()
    os.mkfifo(root / "config.yaml")
    with previewing(root, first_look=False) as preview:
        held = until(lambda: os.open(root / "config.yaml", os.O_WRONLY | os.O_NONBLOCK), "its reading")
        assert preview.interrupt() == 0
        os.close(held)
        said = preview.said.read_text(encoding="utf-8")
        assert len(said.splitlines()) == 1, said


def test_a_folder_that_vanishes_is_told_of_and_may_come_back(preview: Preview, tmp_path: Path) -> None:
    good = preview.get(PAGE).body
    content = preview.root / "content"
    content.rename(tmp_path / "away")
    state = preview.is_late()
    assert "no folder content/" in state["problems"][0]["message"]
    assert preview.get(PAGE).body == good
    (tmp_path / "away").rename(content)
    preview.is_late(False)
    edit(preview.root / VISIT, SAID, "one article tells us [")
    preview.shows(PAGE, "one article tells us")


def test_the_whole_dossier_may_go_and_come_back(preview: Preview, tmp_path: Path) -> None:
    preview.root.rename(tmp_path / "away")
    preview.is_late()
    (tmp_path / "away").rename(preview.root)
    preview.is_late(False)
    edit(preview.root / VISIT, SAID, "one article tells us [")
    preview.shows(PAGE, "one article tells us")


def test_renamed_files_and_folders_are_followed(preview: Preview) -> None:
    notes = preview.root / "content/notes"
    (notes / "plan.md").write_text("---\ntitle: A plan\n---\n\nNothing yet.\n", encoding="utf-8")
    preview.shows("/notes/plan/", "A plan")
    (notes / "plan.md").rename(notes / "plans.md")
    preview.shows("/notes/plans/", "A plan")
    assert preview.get("/notes/plan/").status == 404
    (notes / "kept").mkdir()
    (notes / "plans.md").rename(notes / "kept/plans.md")
    preview.shows("/notes/plans/", "A plan")
    (notes / "kept").rename(notes / "held")
    (notes / "held/plans.md").write_text("---\ntitle: Another plan\n---\n\nNothing yet.\n", encoding="utf-8")
    preview.shows("/notes/plans/", "Another plan")


def test_a_checkout_of_a_thousand_files_under_it_is_followed(preview: Preview) -> None:
    root = preview.root
    git = ["git", "-C", str(root), "-c", "user.name=a", "-c", "user.email=a@b.c"]

    def run(*arguments: str) -> None:
        subprocess.run([*git, *arguments], check=True, capture_output=True)

    run("init", "-b", "few")
    run("add", "content", "config.yaml")
    run("commit", "-m", "few")
    run("checkout", "-b", "many")
    for number in range(1000):
        text = f"---\ntitle: Number {number}\n---\n\nThe number {number}.\n"
        (root / f"content/notes/number-{number}.md").write_text(text, encoding="utf-8")
    run("add", "content")
    run("commit", "-m", "many")
    run("checkout", "few")
    until(lambda: preview.get("/notes/number-999/").status == 404, "few notes")
    run("checkout", "many")
    preview.shows("/notes/number-999/", "The number 999.")
    run("checkout", "few")
    until(lambda: preview.get("/notes/number-999/").status == 404, "few notes again")
    assert preview.get(PAGE).status == 200
    assert "Traceback" not in preview.said.read_text(encoding="utf-8")


def test_quick_saves_are_all_followed(preview: Preview) -> None:
    text = (preview.root / VISIT).read_text(encoding="utf-8")
    for number in range(30):
        (preview.root / VISIT).write_text(f"{text}\nSave {number}.\n", encoding="utf-8")
        time.sleep(number % 5 / 50)
        if number % 6 == 5:
            preview.shows(PAGE, f"Save {number}.")


def test_a_file_that_goes_while_it_is_read_keeps_the_site(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    showing = Showing(root, Plain(), "x:{path}")
    showing.look()
    good = showing.answer(PAGE.strip("/") + "/", "h:1").body

    def gone(*_: object, **__: object) -> None:
        raise FileNotFoundError(2, "No such file or directory", str(root / VISIT))

    with monkeypatch.context() as changed:
        changed.setattr(looking, "survey", gone)
        showing.look()
    assert showing.found.fault == f"No such file or directory: {VISIT}"
    assert showing.answer(PAGE.strip("/") + "/", "h:1").body == good
    showing.look()
    assert showing.found.fault == ""


def test_what_only_the_pages_show_keeps_the_last_whole_site_until_they_are_without(root: Path) -> None:
    whole = look(root, Plain(), Look())
    link = root / "content/notes/link.md"
    link.write_text("---\ntitle: A\n---\n\n[x](../nowhere/)\n", encoding="utf-8")
    begun = look(root, Plain(), whole)
    assert begun.errors == ()
    finished = looking.finish(begun, root, Plain())
    assert [found.code for found in finished.errors] == ["broken-link"]
    assert finished.site is whole.site
    edit(root / VISIT, SAID, "one article tells us [")
    again = look(root, Plain(), finished)
    assert [found.code for found in again.errors] == ["broken-link"]
    assert again.site is whole.site
    link.unlink()
    mended = looking.finish(look(root, Plain(), again), root, Plain())
    assert mended.errors == ()
    assert mended.site is not None
    assert b"tells us" in (mended.site.file("notes/building-site-visit/index.html") or b"")


def test_a_mistake_right_after_a_save_keeps_the_save_on_show(root: Path) -> None:
    whole = look(root, Plain(), Look())
    edit(root / VISIT, SAID, "one article tells us [")
    saved = look(root, Plain(), whole)
    edit(root / VISIT, "tells us [", 'tells us "no such words" [')
    wrong = looking.finish(look(root, Plain(), saved), root, Plain())
    assert [found.code for found in wrong.errors] == ["unverified-quote"]
    assert wrong.site is saved.site


def test_the_preview_s_own_files_reach_no_site(root: Path) -> None:
    files = examine(root, Plain()).files
    own = tree(PROJECT / "dossier/preview/assets")
    assert own
    assert not {Path(path).name for path in files} & set(own)
    shutil.rmtree(root)

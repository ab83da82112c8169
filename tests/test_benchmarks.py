"""The benchmarks measure what they say they do, and tell all of it. No test looks at a time that was measured."""

import os
import re
import subprocess
import sys
from itertools import count
from pathlib import Path
from xml.etree import ElementTree

import pytest
from folders import PROJECT, run

from benchmarks import processes, stages
from benchmarks.builders import OWN, Builder
from benchmarks.corpus import dossier, lay
from benchmarks.hugo import hugo
from benchmarks.live import CALM, Saves
from benchmarks.plot import CAPTION, Series, plot
from benchmarks.processes import PROCESSES, Spent, timed
from benchmarks.report import Measured, lines, markdown
from benchmarks.steps import Step, race


def command(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "benchmarks", *arguments],
        cwd=PROJECT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """What the command writes of a dossier of twenty sources: the report, and the plot."""
    folder = tmp_path_factory.mktemp("report")
    done = command("20", "--rounds", "1", "--saves", "1", "--shared", "100", "--write", str(folder))
    assert done.returncode == 0, done.stderr
    assert "20 sources: stages" in done.stderr
    return (folder / "performance.md").read_text(encoding="utf-8"), (folder / "performance.svg").read_text(
        encoding="utf-8"
    )


def test_the_report_has_all_that_is_measured(report: tuple[str, str]) -> None:
    text, _ = report
    for row in (
        r"20 \| Dossier \| cold \| 1",
        r"20 \| Dossier \| nothing changed \| 1",
        r"20 \| Dossier \| one note edited \| 1",
        r"20 \| Dossier \| 1, 1.5 \| 0",
        r"20 \| `render`",
        r"20 \| the search's index",
        r"20 \| `feed.xml`",
        r"20 \| `corrections.xml`",
        r"100 \| 1",
        r"find a quotation",
    ):
        assert re.search(rf"^\| {row} \| [\d.]+", text, re.MULTILINE), row
    for fact in (
        r"on \d{4}-\d\d-\d\d: .+, \d+ cores, \d+ GiB",
        r"load average .+ \d+\.\d",
        r"Python 3\.\d+.+Jinja2 \d",
    ):
        assert re.search(fact, text), fact
    assert "](performance.svg)" in text


def test_the_report_names_no_place_of_the_machine(report: tuple[str, str]) -> None:
    import socket

    for text in report:
        assert str(Path.home()) not in text
        assert str(PROJECT) not in text
        assert not re.search(rf"\b{re.escape(socket.gethostname())}\b", text)


def test_its_figures_are_of_the_dossier_that_it_names(report: tuple[str, str], tmp_path: Path) -> None:
    built = run("build", lay(20, tmp_path / "dossier"), tmp_path / "site")
    assert (built.code, built.counts["sources"], built.counts["notes"]) == (0, 20, 10)
    files = sum(file.is_file() for file in (tmp_path / "site").rglob("*"))
    assert f"\n| 20 | {built.counts['quotations']} | {built.counts['pages']} | {files} | " in report[0]


def test_the_plot_has_a_line_for_each_step_and_for_the_preview(report: tuple[str, str]) -> None:
    said = [text for text in ElementTree.fromstring(report[1]).itertext() if text.strip()]
    assert {"cold", "nothing changed", "one note edited", "save to page", CAPTION, "100"} <= set(said)


def test_the_report_in_the_repository_is_of_this_form(report: tuple[str, str]) -> None:
    kept = (PROJECT / "docs/performance.md").read_text(encoding="utf-8")
    headings = re.compile(r"^## (?!Growth).+|^\| (?!program)[a-z]\w+ \| [a-z].+(?=\n\| --)", re.MULTILINE)
    assert len(headings.findall(kept)) > 8
    assert headings.findall(kept) == headings.findall(report[0])
    ElementTree.parse(PROJECT / "docs/performance.svg")


def test_the_same_size_gives_the_same_dossier() -> None:
    assert list(dossier(30)) == list(dossier(30))


def test_no_quotation_of_a_dossier_cuts_a_number() -> None:
    files = dict(dossier(300))
    notes = "".join(text for path, text in files.items() if path.startswith("content/notes/"))
    quoted = re.findall(r'"([^"\n]+)"\]|“([^”\n]+)” \[|^> (.+) \[', notes, re.MULTILINE)
    words = [" ".join(one).strip() for one in quoted]
    assert len(words) == 3 * 150
    sources = "".join(text for path, text in files.items() if path.startswith("content/sources/"))
    for one in words:
        beside = re.finditer(rf"(?:[^\s.]+ )?\b{re.escape(one)}(?: [^\s.]+)?", sources)
        assert any(not re.search(r"\d", found[0]) for found in beside), one


def test_a_part_of_the_report_is_not_written_over_the_whole() -> None:
    done = command("--only", "parts", "--write")
    assert (done.returncode, "--write" in done.stderr) == (1, True)


def test_of_large_sizes_only_steps_are_measured() -> None:
    done = command("20", "--whole", "19", "--rounds", "1", "--only", "steps", "stages")
    assert re.findall(r"^## .+", done.stdout, re.MULTILINE) == ["## Steps", "## Sites"]


WRITING = """
import sys
from pathlib import Path
page = Path(sys.argv[1], "site/notes/note-000003/index.html")
page.parent.mkdir(parents=True, exist_ok=True)
words = Path(sys.argv[1], "content/notes/note-000003.md").read_text(encoding="utf-8")
"""


@pytest.mark.parametrize(
    ("does", "said"),
    [
        ("page.exists() or page.write_text(words)", "does not show the edit"),
        ("page.write_text(words + 'x' * (page.exists() and len(page.read_text())))", "changed, and nothing had"),
    ],
)
def test_a_build_that_does_not_do_what_its_step_is_named_after_is_no_figure(
    does: str, said: str, tmp_path: Path
) -> None:
    def build(root: Path) -> list[str]:
        return [sys.executable, "-c", WRITING + does, str(root)]

    other = Builder("other", "1", OWN.lay, build, OWN.serve)
    with pytest.raises(SystemExit, match=said):
        list(race(lay(20, tmp_path / "dossier"), 20, 1, 0, [other]))


def test_a_round_begins_only_within_the_patience(tmp_path: Path) -> None:
    def build(root: Path) -> list[str]:
        return [sys.executable, "-c", WRITING + "page.write_text(words)", str(root)]

    other = Builder("other", "1", OWN.lay, build, OWN.serve)
    root = lay(20, tmp_path / "dossier")
    assert {step.rounds for step in race(root, 20, 3, 0, [other])} == {1}


HOLDING = """
import subprocess, sys, time
from pathlib import Path
held = bytearray(b"x") * (60 * 2**20)
if len(sys.argv) > 2:
    subprocess.run([sys.executable, "-c", sys.argv[2], sys.argv[1]], check=True)
else:
    Path(sys.argv[1], "held").touch()
    while not Path(sys.argv[1], "seen").exists():
        time.sleep(0.02)
"""


def test_the_memory_of_all_processes_is_added(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    looks: list[int] = []

    def looked(session: int) -> list[Path]:
        """A look, of which the first that begins when all is held has been taken in by the next."""
        if (tmp_path / "held").exists():
            looks.append(session)
        if len(looks) > 1:
            (tmp_path / "seen").touch()
        return list(of_session(session))

    of_session = processes._of_session
    monkeypatch.setattr(processes, "_of_session", looked)
    if not PROCESSES.is_dir():
        (tmp_path / "seen").touch()
    spent, _ = timed([sys.executable, "-c", HOLDING, str(tmp_path), HOLDING])
    assert 120 < spent.mib < 240 if PROCESSES.is_dir() else spent.mib == 0


def test_a_program_that_fails_ends_the_run_with_its_words() -> None:
    with pytest.raises(SystemExit, match="ended with 3:\nno such thing"):
        timed([sys.executable, "-c", "import sys; print('no such thing'); sys.exit(3)"])


def test_a_program_does_not_outlive_a_run_that_is_stopped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def stopped(process: int, _: int) -> None:
        (tmp_path / "process").write_text(str(process), encoding="utf-8")
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "wait4", stopped)
    with pytest.raises(KeyboardInterrupt):
        timed([sys.executable, "-c", "import time; time.sleep(600)"])
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "process").read_text(encoding="utf-8")), 0)


def test_time_within_a_stage_counts_for_the_innermost(monkeypatch: pytest.MonkeyPatch) -> None:
    ticks = count(1)
    monkeypatch.setattr(stages, "processor_seconds", lambda: float(next(ticks)))
    clock = stages.Clock()
    inner = clock.watched("inner", lambda: "result")
    outer = clock.watched("outer", lambda: (inner(), inner()))
    assert outer() == ("result", "result")
    clock.pass_to(None)
    assert clock.spent == {"inner": 2, "outer": 3, stages.REST: 2}


def test_search_and_files_for_machines_are_paid_for_only_when_what_they_say_changed(tmp_path: Path) -> None:
    spent = stages.profiles(lay(20, tmp_path / "dossier"), 20).spent
    assert {"read", "link", "check", "pages", "render", "inspect", "manifest", "write", "unchanged"} <= spent[
        "cold"
    ].keys()
    assert spent["nothing changed"].keys() == {"unchanged", stages.REST}
    made = {
        "indexing",
        *(stages.EXPORT + path for path in ("dossier.json", "feed.xml", "corrections.xml", "sitemap.xml")),
    }
    assert {run: made & spent[run].keys() for run in stages.RUNS} == {
        "cold": made,
        "nothing changed": set(),
        "style sheet changed": set(),
        "one note edited": made - {stages.EXPORT + "sitemap.xml"},
    }


def test_growth_is_told_where_one_size_is_ten_times_another() -> None:
    steps = [Step(n, "Dossier", "cold", 1, Spent(wall, wall, 50)) for n, wall in ((100, 2.0), (1000, 9.0), (3000, 30))]
    profiles = [
        stages.Profile(n, {run: {"read": read, "check": 0.01} for run in stages.RUNS})
        for n, read in ((100, 0.2), (1000, 2.4))
    ]
    text = markdown(Measured("", steps, profiles=profiles))
    assert "| program | step or stage | 100 to 1,000 |" in text
    assert "| Dossier | cold | 4.5 |" in text
    assert "| Dossier, cold | `read` | 12.0 |" in text
    assert "`check` |" not in text.partition("## Stages")[0]


def test_saves_that_were_not_seen_are_told_as_lost() -> None:
    saves = Saves(1000, "Dossier", CALM, 2.0, 4, (0.05, 0.07, 0.09))
    found = Measured("", saves=[saves, Saves(1000, "Hugo", CALM, 2.0, 4, ())])
    assert "| 1,000 | Dossier | 4, 1.5 | 1 | 70 | 90 | 90 | 2.00 |" in markdown(found)
    assert "| 1,000 | Hugo | 4, 1.5 | 4 | – | – | – | 2.00 |" in markdown(found)


def test_lines_stand_at_equal_distances_for_equal_ratios_and_names_apart() -> None:
    step = Series("cold", ((100, 0.5), (1000, 5.0), (10_000, 50.0)), 0)
    drawn = plot("Seconds", [step, Series("Hugo, cold", ((100, 0.5), (10_000, 50.0)), 0, other=True)])
    tree = ElementTree.fromstring(drawn)
    points = next(one for one in tree.iter() if "polyline" in one.tag).attrib["points"]
    (a, b), (c, d), (e, f) = [tuple(map(float, point.split(","))) for point in points.split()]
    assert (c - a, b - d) == pytest.approx((e - c, d - f), abs=0.2)
    labels = [float(one.attrib["y"]) for one in tree.iter() if one.attrib.get("class", "").startswith("label")]
    assert abs(labels[0] - labels[1]) > 14


def test_another_program_is_drawn_beside_this_one() -> None:
    steps = [Step(100, name, "cold", 1, Spent(1.0, 1.0, 50)) for name in ("Dossier", "Hugo")]
    assert [(line.name, line.other) for line in lines(Measured("", steps))] == [("cold", False), ("Hugo, cold", True)]


def test_hugo_is_given_what_each_note_cites(tmp_path: Path) -> None:
    program = tmp_path / "hugo"
    program.write_text("#!/bin/sh\necho hugo v9.8.7-abc linux\n", encoding="utf-8")
    program.chmod(0o755)
    builder = hugo(str(program))
    assert builder.version == "9.8.7"
    builder.lay(lay(20, tmp_path / "dossier"), tmp_path / "site")
    note = (tmp_path / "site/content/notes/note-000003.md").read_text(encoding="utf-8")
    (cites,) = re.findall(r"^cites: \[(.+)\]$", note, re.MULTILINE)
    assert set(cites.split(", ")) == set(re.findall(r"@(source-\d+)", note))
    assert "\noriginal: https://example.org/0\n" in (tmp_path / "site/content/sources/source-000000.md").read_text()


def test_a_program_that_is_not_there_is_named() -> None:
    with pytest.raises(SystemExit, match="no program no-such-hugo"):
        hugo("no-such-hugo")

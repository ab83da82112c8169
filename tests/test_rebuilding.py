"""Whatever was built before, and whatever was done since: a build gives what one of the same content gives anywhere.

With `LAWS=search` there are many more examples, a quarter of an hour of them, and what is held against the builds with a
cache is built by an interpreter of its own.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from editing import Step, put_files, rich, steps, take
from folders import Run, run, run_apart, tree
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from msgspec import Struct

from dossier import pool, stamps
from dossier.diagnostics import Problem
from dossier.held import Holding
from dossier.manifest import MANIFEST
from dossier.memo import Plain, Remembering
from dossier.pipeline import examine
from dossier.preview.looking import Look, finish, look
from dossier.searching import FOLDER
from dossier.stores import Nowhere

SEARCHED = os.environ.get("LAWS") == "search"
EXAMPLES, PART = (200, 2) if SEARCHED else (4, 6)
PHASES = [phase for phase in Phase if SEARCHED or phase is not Phase.shrink]
"""To find the shortest sequence of steps that fails takes minutes."""
INPUT = ("config.yaml", "content", "templates")
"""All of a folder that a build reads."""


class Round(Struct, frozen=True):
    """What happens between two builds, and how the second is asked for. jobs: processes; checked: `check` comes first.

    hasty: the preview is not given the time to make what its look left to be made.
    """

    steps: tuple[Step, ...]
    jobs: int
    output: str
    checked: bool
    hasty: bool


rounds = st.builds(
    Round,
    st.lists(steps, min_size=1, max_size=3).map(tuple),
    st.sampled_from([1, 2]),
    st.sampled_from(["site", "site", "site", "public"]),
    st.sampled_from([False, False, True]),
    st.sampled_from([False, False, True]),
)


class Cold(Struct, frozen=True):
    """What a build of some content gives in a fresh folder. site: its files; with errors none.

    previewed: the problems and files of a build that takes drafts with it; of the files, without what a search loads.
    """

    said: Run
    site: dict[str, bytes]
    previewed: tuple[tuple[Problem, ...], dict[str, bytes]]


class Elsewhere:
    """Builds in a fresh folder, without a cache: one for each content, which is not built again when it comes back."""

    def __init__(self, folder: Path) -> None:
        self._root = folder
        self._built: dict[tuple[tuple[str, bytes], ...], Cold] = {}

    def build(self, root: Path) -> Cold:
        """What a folder's content gives, moved elsewhere."""
        files = {path: data for path, data in tree(root).items() if path.partition("/")[0] in INPUT}
        content = tuple(sorted(files.items()))
        if content not in self._built:
            shutil.rmtree(self._root, ignore_errors=True)
            put_files(files, self._root)
            self._built[content] = self._fresh(any(b"draft: true" in data for data in files.values()))
        return self._built[content]

    def _fresh(self, drafts: bool) -> Cold:
        site = self._root / "site"
        said = (run_apart if SEARCHED else run)("build", self._root, site, "--no-cache", "--jobs", "1")
        made = tree(site)
        if not drafts and not any(path.startswith(FOLDER) for path in made):
            return Cold(said, made, (said.problems, made))
        previewed = examine(self._root, Plain(), drafts=True, indexed=False)
        return Cold(said, made, (previewed.problems, dict(previewed.files)))


class Shown:
    """A preview of a folder that is looked at again and again."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._memo = Holding(Remembering(Nowhere()))
        self._seen = finish(look(root, self._memo, Look()), root, self._memo)
        # What it is to show while there are errors; empty where that is not known.
        self._kept: dict[str, bytes] = {}
        self._looks = 0

    def follows(self, cold: Cold, hasty: bool) -> None:
        """Look again. AssertionError if anything is told or served that is not what a first look would find."""
        problems, files = cold.previewed
        self._seen = look(self._root, self._memo, self._seen)
        if self._seen.surveyed and not self._seen.errors and files:
            self._looks += 1
            # A file at a time takes long: one in PART, others each time.
            asked = sorted(files.keys() - {MANIFEST})[self._looks % PART :: PART]
            self._serves({path: files[path] for path in asked})
        if hasty:
            self._kept = {}
            return
        self._seen = finish(self._seen, self._root, self._memo)
        assert self._seen.problems == problems
        self._kept = files or self._kept
        self._serves(self._kept)

    def _serves(self, files: dict[str, bytes]) -> None:
        site = self._seen.site
        assert site
        assert [path for path, data in files.items() if site.file(path) != data] == []


def differing(found: dict[str, bytes], due: dict[str, bytes]) -> list[str]:
    """The files that are not as they should be: paths alone, as whole sites are too long to be read."""
    return sorted(path for path in found.keys() | due.keys() if found.get(path) != due.get(path))


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder as it is after its first build."""
    root = tmp_path_factory.mktemp("first") / "base"
    put_files(rich(), root)
    assert run("build", root, root / "site").code == 0
    return root


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Elsewhere:
    return Elsewhere(tmp_path_factory.mktemp("elsewhere") / "dossier")


@pytest.fixture(scope="module", autouse=True)
def _two_processes_for_a_few_files() -> Iterator[None]:
    """What `--jobs 2` has done by processes, it has done by them here too, where most pages are made anew."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(pool, "FEW", 40)
        patched.setattr(pool, "SMALLEST", 15)
        yield


@pytest.fixture(scope="module", autouse=True)
def _files_settle_between_two_looks() -> Iterator[None]:
    """What the disk says of a file counts as soon as it does here: where its clock ticks a hundred times a second or faster."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(stamps, "TICK", 30_000_000)
        yield


@settings(max_examples=EXAMPLES, phases=PHASES, suppress_health_check=list(HealthCheck))
@given(told=st.lists(rounds, min_size=2, max_size=6))
def test_after_whatever_steps_a_build_gives_what_it_gives_elsewhere(
    base: Path, elsewhere: Elsewhere, told: list[Round]
) -> None:
    with TemporaryDirectory() as folder:
        root = Path(folder, "dossier")
        shutil.copytree(base, root)
        preview = Shown(root)
        for each in told:
            for step in each.steps:
                take(step, root, base)
            cold = elsewhere.build(root)
            output, jobs = root / each.output, ("--jobs", str(each.jobs))
            before = tree(output)
            if each.checked:
                assert run("check", root, output, *jobs) == cold.said
                assert differing(tree(output), before) == []
            assert run("build", root, output, *jobs) == cold.said
            due = cold.site or before
            assert differing(tree(output), due) == []
            preview.follows(cold, each.hasty)

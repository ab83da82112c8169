"""What a preview keeps from its last look is what it would find by a first one: what stands where, and what is wrong."""

from pathlib import Path

import pytest
from editing import BRIDGE, CHANGES, EARLY, ENTRIES, FILES, HALL, PATHS, Step, put_files, rich, take

from dossier import stamps
from dossier.diagnostics import Problem
from dossier.held import Holding
from dossier.memo import Plain
from dossier.pages import divided, laying, sheets
from dossier.pages.edition import Edition
from dossier.pages.laying import edition
from dossier.pipeline import Survey, survey

LONG = "content/notes/long.md"
MORE = {
    LONG: (
        b"---\ntitle: A long note\nadded: 2026-01-07\ncorrections:\n"
        b"  - {date: 2026-01-08, was: one, now: two, why: it was miscounted}\n"
        b"  - {date: 2026-01-09, was: two, now: three, why: it was miscounted again}\n---\n\n"
        b'The hall "stands at the river" [@hall], and is "made of stone" [@hall]. See [[A hall]].\n\n'
        b'It is "made of stone" [@hall]. The bridge "was built in March" [@late].\n'
    ),
    "content/topics/quiet.md": b"---\ntitle: Of which nothing is said\n---\n",
    "content/topics/ada.md": b"---\ntitle: Ada Byron\ntype: person\nnames: ['Byron, Ada']\n---\n",
}
"""An entry that fills pages, of which each part is short here; a topic without a sheet, and one that tells names apart."""
MORE_CHANGES = (
    (LONG, "title: A long note", "title: A very long note"),
    (LONG, "was: one", "was: none"),
    (LONG, 'is "made of stone" [@hall]', "is of stone"),
    (LONG, "made of stone", "made of glass"),
    (LONG, "[[A hall]]", "[[A crossing]]"),
    ("content/topics/ada.md", "type: person", "type: organization"),
    ("content/topics/quiet.md", "---\ntitle: Of", "---\nnames: [A silence]\ntitle: Of"),
    ("content/topics/quiet.md", "said\n---\n", "said\n---\n\nBut for this.\n"),
    ("content/notes/deep/hall.md", "title: A hall", "title: The hall at the river"),
)
STEPS: tuple[Step, ...] = (
    *(("change", *one) for one in (*CHANGES, *MORE_CHANGES)),
    *(("write", number) for number in range(len(FILES))),
    *(("retype", path, 7) for path in ENTRIES),
    *(("swap", path, BRIDGE) for path in ENTRIES),
    *(("remove", path) for path in PATHS if path != "config.yaml"),
    ("move", BRIDGE, "content/notes/a-bridge.md"),
    ("move", EARLY, "content/sources/first.md"),
)


FIRST, AGAIN = Holding(Plain()), Holding(Plain())
"""What a first look and those after it remember by bytes alone: here, for all tests."""


class Shown:
    """A dossier that is surveyed and laid out again and again, as by a preview."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._last: Survey | None = None
        self._laid: Edition | None = None

    def follows(self) -> Edition | None:
        """Look again. AssertionError if anything is otherwise than by a first look."""
        first = survey(self.root, FIRST, drafts=True)
        again = survey(self.root, AGAIN, drafts=True, last=self._last, again=True)
        if not isinstance(again, Survey) or not isinstance(first, Survey):
            assert again == first
            return None
        self._last = again
        assert (again.problems, again.answered) == (first.problems, first.answered)
        assert sorted(again.checked.problems) == sorted(first.checked.problems)
        if again.broken:
            return None
        self._laid = edition(again.dossier, again.answered, self._laid)
        assert told(self._laid) == told(edition(first.dossier, first.answered))
        return self._laid

    def problems(self) -> tuple[Problem, ...]:
        """All problems."""
        return self._last.problems if self._last else ()

    def hints(self) -> str:
        """The hints of all problems."""
        return " ".join(found.hint for found in self._last.problems) if self._last else ""


def told(laid: Edition) -> list[object]:
    """All of an edition, with the order of what has one."""
    cited = [(id_, list(passages.items())) for id_, passages in laid.cited.items()]
    ordered = [list(laid.sheet_at.items()), list(laid.weights.items()), list(laid.dossier.entries())]
    linked = [laid.dossier.targets, laid.dossier.quotes, laid.dossier.mentions, laid.dossier.standings]
    return [
        cited,
        laid.sheets,
        *ordered,
        laid.persons,
        laid.apart,
        laid.turns,
        laid.answered,
        laid.dossier.events,
        *linked,
    ]


@pytest.fixture(autouse=True)
def _pages_are_short(monkeypatch: pytest.MonkeyPatch) -> None:
    """So short that entries of a few lines fill several. And files settle at once."""
    for module, name, value in (
        (divided, "FEW", 1),
        (laying, "FEW", 1),
        (divided, "MOST", 1),
        (sheets, "FULL", 1200),
        (stamps, "TICK", 0),
    ):
        monkeypatch.setattr(module, name, value)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    put_files(rich() | MORE, tmp_path / "dossier")
    return tmp_path / "dossier"


def test_pages_are_short_enough_for_every_kind_of_entry_to_fill_several(root: Path) -> None:
    laid = Shown(root).follows()
    assert laid
    assert {ref.kind for ref, _ in laid.apart} == {"source", "note", "claim"}
    assert len(laid.sheets) > 5
    assert any(page[0].statements for page in laid.sheets)
    assert 0 in laid.weights.values()


@pytest.mark.parametrize("step", STEPS, ids=str)
def test_after_any_step_and_its_undoing_nothing_is_otherwise_than_at_a_first_look(step: Step, root: Path) -> None:
    base = root.with_name("base")
    put_files(rich() | MORE, base)
    shown = Shown(root)
    shown.follows()
    take(step, root, base)
    shown.follows()
    for path in (path for path in (root / "content").rglob("*") if path.is_file()):
        if not (base / path.relative_to(root)).exists():
            path.unlink()
    take(("mend",), root, base)
    shown.follows()


def test_steps_one_after_another_add_up(root: Path) -> None:
    base = root.with_name("base")
    put_files(rich() | MORE, base)
    shown = Shown(root)
    for number, step in enumerate(STEPS):
        take(step, root, base)
        shown.follows()
        if number % 3 == 2:
            take(("mend",), root, base)


def test_the_hint_of_a_quotation_that_is_missed_follows_sources_that_it_does_not_name(root: Path) -> None:
    put_files({LONG: b'---\ntitle: A\n---\n\nThe hall "stands at the wide river" [@late].\n'}, root)
    shown = Shown(root)
    shown.follows()
    assert "content/sources/hall.md" in shown.hints()
    take(("change", HALL, "The hall stands at the river", "The hall lies by the sea"), root, root)
    shown.follows()
    assert "content/sources/hall.md" not in shown.hints()


@pytest.mark.parametrize("other", [None, "content/claims/lost.md"], ids=["deleted", "now a claim"])
def test_an_entry_whose_quotation_is_missed_goes_while_a_source_changes(root: Path, other: str | None) -> None:
    text = b'---\ntitle: Lost\nclaim: Lost\n---\n\nIt "stands at no river at all" [@hall].\n'
    (root / "content/notes/lost.md").write_bytes(text.replace(b"claim: Lost\n", b""))
    shown = Shown(root)
    shown.follows()
    assert "river" in str(shown.problems())
    (root / "content/notes/lost.md").unlink()
    if other:
        (root / other).write_bytes(text.replace(b"title: Lost\n", b""))
    hall = root / "content/sources/hall.md"
    hall.write_bytes(hall.read_bytes().replace(b"made of stone", b"made of brick"))
    shown.follows()


def test_a_source_is_told_of_when_it_is_no_longer_cited_and_not_when_it_is_again(root: Path) -> None:
    put_files({LONG: b"---\ntitle: A\n---\n\nThe first stones are laid [@gazette].\n"}, root)
    shown = Shown(root)
    shown.follows()
    for before, after in (("@gazette", "@late"), ("@late", "@gazette")):
        take(("change", LONG, before, after), root, root)
        laid = shown.follows()
        assert laid
        assert ("uncited-source" in {found.code for found, _ in laid.answered}) == (after == "@late")


def test_what_is_kept_is_kept_whole(root: Path) -> None:
    """After a word of one note the passages of sources that it does not quote are the same objects, as are sheets."""
    shown = Shown(root)
    before = shown.follows()
    take(("change", BRIDGE, "importance: high", "importance: normal"), root, root)
    after = shown.follows()
    assert before
    assert after
    assert before is not after
    assert after.sheets is before.sheets
    assert after.sheet_at is before.sheet_at
    assert after.persons is before.persons
    assert after.cited["hall"] is before.cited["hall"]

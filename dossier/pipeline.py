"""The whole story: content is read, linked, checked, made into pages, rendered, inspected and, if all is well, written."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from dossier import exposure
from dossier.check import Checked, check
from dossier.checkout import content_of
from dossier.config import ConfigFields, base_path, read_config
from dossier.diagnostics import Place, Problem, problem, settle
from dossier.exports import EXPORTS, exports
from dossier.exports.feed import FEED, news
from dossier.indexing import program
from dossier.inspect import inspect, linked_files
from dossier.judging import answers, of_what_was_read, published
from dossier.lazily import Lazily
from dossier.link import Dossier, Linked, link
from dossier.manifest import MANIFEST, digests, manifest
from dossier.memo import Memo, Plain
from dossier.names import Ref
from dossier.outcome import Counts, Outcome
from dossier.pages.edition import Answered, Edition, address, file_of
from dossier.pages.laying import edition
from dossier.pages.making import collisions
from dossier.pages.pictures import image_files
from dossier.proof import proof
from dossier.read import Corpus, Reading, decode, read
from dossier.remade import Passed, made
from dossier.render import Rendered, assets, prepare, render
from dossier.searching import FOLDER, index
from dossier.stores import Lost
from dossier.worth import Noting
from dossier.write import recover, write

TEMPLATES = Path(__file__).parent.parent / "templates"


class Gathered(Struct, frozen=True):
    """A dossier read and linked, not yet checked. The problems are as the stages gave them, without their severities.

    unsearchable: config.yaml wants a search, and what makes its index is not installed; from here on it wants none.
    """

    linked: Linked
    reading: Reading
    unsearchable: bool = False

    @property
    def read_problems(self) -> tuple[Problem, ...]:
        return self.reading.problems

    @property
    def corpus(self) -> Corpus:
        return self.linked.corpus

    @property
    def dossier(self) -> Dossier:
        return self.linked.dossier


class Survey(Struct, frozen=True):
    """A dossier read, linked and checked, of which pages can be made.

    problems: what stands; answered: warnings that editors accepted, with their reasons. checked: what was found of both.
    """

    gathered: Gathered
    problems: tuple[Problem, ...]
    answered: Answered
    checked: Checked

    @property
    def dossier(self) -> Dossier:
        return self.gathered.dossier

    @property
    def broken(self) -> bool:
        """Whether there is an error: then nothing may be published."""
        return any(p.severity == "error" for p in self.problems)


def build(root: Path, output: Path, memo: Memo, strict: bool = False) -> Outcome:
    """Build the site into `output`; with errors (`strict`: with any problem) it is left as it was.

    First a write that was cut short is completed, so that what is left is whole.
    OSError from the disk; write.NotOurs if the output is somebody else's folder.
    """
    recover(output)
    surveyed = survey(root, memo)
    return _whole(lambda memo: _written(surveyed, root, output, memo, strict), memo)


def examine(root: Path, memo: Memo, drafts: bool = False, indexed: bool = True) -> Outcome:
    """Do all of a build but the writing: read → link → check → pages → render → inspect → index. indexed: see `make`."""
    surveyed = survey(root, memo, drafts)
    return _whole(lambda memo: _made(surveyed, root, memo, indexed), memo)


def _whole(make: Callable[[Memo], Outcome], memo: Memo) -> Outcome:
    """What is made with a memo. Where its store has lost what it kept, all is made again.

    First with the store, which looks whether the rest is there, and keeps nothing more where the disk was too full; if need
    be, without.
    """
    for _ in range(2):
        with suppress(Lost):
            return make(memo)
    return make(Plain())


def _written(surveyed: Survey | tuple[Problem, ...], root: Path, output: Path, memo: Memo, strict: bool) -> Outcome:
    made = _made(surveyed, root, memo)
    if not isinstance(surveyed, Survey) or made.blocks(strict):
        return made
    notice = exposure.warning(surveyed.dossier, output)
    unsearchable = surveyed.gathered.unsearchable
    written = write(made.files, output, made.digests)
    return replace(made, written=written, unsearchable=unsearchable, notices=(notice,) if notice else ())


def _made(surveyed: Survey | tuple[Problem, ...], root: Path, memo: Memo, indexed: bool = True) -> Outcome:
    if isinstance(surveyed, Survey):
        return make(surveyed, root, memo, indexed)
    return Outcome(surveyed, Counts(), {}, misconfigured=True)


def survey(
    root: Path, memo: Memo, drafts: bool = False, last: Survey | None = None, again: bool = False
) -> Survey | tuple[Problem, ...]:
    """The first half: read → link → check. Problems alone: config.yaml can't be used. last, again: see `gather`."""
    gathered = gather(root, memo, drafts, last.gathered if last else None, for_pages=True, again=again)
    if not isinstance(gathered, Gathered):
        return settle(gathered, {})
    checked = check(gathered.dossier, memo, last.checked if last else None)
    return Survey(gathered, *_standing(gathered, checked, drafts), checked)


def make(surveyed: Survey, root: Path, memo: Memo, indexed: bool = True, laid: Edition | None = None) -> Outcome:
    """The second half: pages → render → inspect → index. With an error, of a proof, and without files.

    indexed: whether the files are to hold the index by which the site is searched, in which no problem can be found.
    laid: the edition of a dossier without errors, if one has been made, of which still nothing has been.
    """
    corpus, dossier, config = surveyed.gathered.corpus, surveyed.dossier, surveyed.dossier.config
    sound = proof(dossier) if surveyed.broken else dossier
    folders = template_folders(root)
    files, images = assets(folders), image_files(sound.images)
    laid = laid or edition(sound, surveyed.answered)
    noting = Noting(laid, memo)
    passed = Passed()
    fetched = dict[str, Callable[[], bytes]]()
    rendered = list[Rendered]()
    pages = passed.through(made(noting, indexed and config.search))
    for page, fetch in render(pages, config, folders, memo, FEED if news(sound) else ""):
        if page.path not in fetched:
            fetched[page.path] = fetch
            rendered.append(page)
    page_problems = collisions(
        sound, passed.listed, {*files, *images, MANIFEST, FOLDER, *(path for path, _ in EXPORTS)}
    )
    template_problems = tuple({page.problem for page in rendered if page.problem})
    none = dict.fromkeys((path for path, _ in EXPORTS), bytes)
    fetched |= none if surveyed.broken else exports(noting, passed.listed)
    there = {*files, *fetched, *images, MANIFEST, *(file_of(address(Ref(kind, id_))) for kind, id_ in corpus.unread)}
    link_faults = () if template_problems else inspect(sound, rendered, there, base_path(config))
    late = settle((*page_problems, *template_problems, *link_faults), config.checks)
    problems = tuple(sorted((*surveyed.problems, *late)))
    found = counts(dossier, len(rendered))
    if any(p.severity == "error" for p in problems):
        return Outcome(problems, found, {})
    files |= {path: images[path] for path in sorted(linked_files(rendered, images, base_path(config)))}
    files |= index(laid, passed.documents, memo) if indexed else {}
    hashed = digests(Lazily(files, fetched), {page.path: page.sha256 for page in rendered})
    files[MANIFEST] = manifest(hashed, content_of(root, corpus, dossier))
    return Outcome(problems, found, Lazily(files, fetched), digests=hashed)


def template_folders(root: Path) -> list[Path]:
    """The folders of templates, the dossier's own before the project's."""
    own = root / "templates"
    return [own, TEMPLATES] if own.is_dir() and own.resolve() != TEMPLATES.resolve() else [TEMPLATES]


def gather(
    root: Path,
    memo: Memo,
    drafts: bool = False,
    last: Gathered | None = None,
    for_pages: bool = False,
    again: bool = False,
) -> Gathered | Sequence[Problem]:
    """Read and link what lies below the root: what every answer about a dossier starts from. Problems: of config.yaml.

    last: what was gathered before, of which is kept what has not changed; again: whether this will be the last of another
    call. for_pages: whether pages are to be set of it: templates are compiled for them while this process links.
    OSError if a folder can't be read.
    """
    config, config_problems = _configuration(root)
    if config is None:
        return config_problems
    unsearchable = config.search and program() is None
    config = replace(config, search=config.search and not unsearchable)
    reading = read(root, memo, last.reading if last else None, again)
    if for_pages:
        prepare(template_folders(root), config.language, memo)
    linked = link(reading.corpus, config, memo, drafts, last.linked if last else None)
    return Gathered(linked, reading, unsearchable)


def judge(gathered: Gathered, memo: Memo, drafts: bool = False) -> tuple[tuple[Problem, ...], Answered]:
    """Check what was gathered: the problems that stand, and the warnings that editors answered, each with their reason."""
    return _standing(gathered, check(gathered.dossier, memo), drafts)


def _standing(gathered: Gathered, checked: Checked, drafts: bool) -> tuple[tuple[Problem, ...], Answered]:
    dossier = gathered.dossier
    faults = (*gathered.read_problems, *gathered.linked.problems, *checked.problems)
    found = published(settle(faults, dossier.config.checks), gathered.corpus, drafts)
    return answers(of_what_was_read(found, gathered.read_problems), dossier)


def _configuration(root: Path) -> tuple[ConfigFields | None, Sequence[Problem]]:
    try:
        data = (root / "config.yaml").read_bytes()
    except FileNotFoundError:
        hint = "a dossier is a folder with config.yaml and content/; name it with --root"
        return None, [problem(Place("config.yaml"), "bad-config", "there is no config.yaml here", hint)]
    text = decode(data, "config.yaml")
    if isinstance(text, Problem):
        return None, [replace(text, code="bad-config")]
    config, _, problems = read_config(text)
    return config, problems


def counts(dossier: Dossier, page_count: int) -> Counts:
    """How much a dossier holds, and how many pages were made of it."""
    return Counts(
        sources=len(dossier.sources),
        notes=len(dossier.notes),
        claims=len(dossier.claims),
        topics=len(dossier.topics),
        quotations=sum(len(quotes) for quotes in dossier.quotes.values()),
        pages=page_count,
    )

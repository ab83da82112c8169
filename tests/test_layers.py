"""The house stands as it is drawn: imports point down one list, each module works alone, none outgrows a reader."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent
ENGINE = PROJECT / "dossier"

LAYERS: tuple[tuple[str, str], ...] = (
    ("dossier", "the version, and nothing else"),
    ("diagnostics", "places, problems and codes, in which every stage speaks"),
    ("ids", "what kinds of entries there are, and what one can be called; of texts alone"),
    # remembering and writing safely: nothing of dossiers, but stages are handed a memo, so it lies below them
    ("lock", "one run at a time in a folder"),
    ("journal", "renames that are completed by the next run; for write"),
    ("hashing", "the digests of many files at once; of files alone"),
    ("pool", "a pure function's work spread over processes"),
    ("cache", "what is remembered, on the disk; needs the lock"),
    ("stores", "where results are kept, but for the disk"),
    ("streams", "results whose bodies stay in a store; needs the stores"),
    ("memo", "what a stage is handed; needs the pool"),
    ("held", "the same, held in memory for a preview"),
    ("tracing", "which parts of mappings were asked for; of mappings alone"),
    ("lots", "a few things of many at a time; of names alone"),
    ("lazily", "files that are fetched when they are asked for; of mappings alone"),
    # dates
    ("edtf", "what a date says"),
    ("marked", "words that are data, marked for catalogues"),
    ("datewords", "how a date is said"),
    ("dates", "both, and the order of the timeline"),
    ("languages", "the words of the interface, dates and numbers among them, in the site's language"),
    ("directions", "which way languages are written, for HTML; needs to know in which the interface is"),
    # comparing words
    ("composing", "letters and their marks, composed; for folding"),
    ("speech", "which words a source itself sets in marks; for folding"),
    ("folding", "a text without what typography changes"),
    ("wording", "negations, numbers and hedges"),
    ("packed", "folded texts for a long stay in memory"),
    ("parts", "a quotation's literal runs and what its brackets say"),
    ("occurrences", "where words stand in a folded text; needs wording for what stands beside them"),
    ("quotes", "whether a quotation's parts stand there as its brackets say; needs both"),
    ("nearest", "where they almost do"),
    ("shingles", "what texts share, by samples of their folded words"),
    # what things are
    ("body", "what a body of Markdown is once read"),
    ("model", "the records; a source holds its folded text, a sample of it and its dates"),
    ("described", "what the model says of its fields; for blanks and schemas"),
    ("frontmatter", "YAML to values with places"),
    ("insertion", "one item more in front matter, as text; needs its places"),
    ("fieldrules", "what types can't say of the model's fields"),
    ("fields", "values to the model's fields; needs the rules"),
    ("config", "config.yaml, read as front matter is"),
    ("schemas", "what it and front matter may say, for other programs"),
    # Markdown to a body
    ("markup.places", "where each part of a text stands, through Markdown"),
    ("markup.marks", "runs in double marks"),
    ("markup.singles", "runs in single marks"),
    ("markup.brackets", "what braces behind a bracket say"),
    ("markup.citing", "pandoc's citations; their suffixes are runs in marks"),
    ("markup.inline", "citations and wikilinks for Markdown; needs their syntax"),
    ("markup.found", "what Markdown found, as the model's records"),
    ("markup.holes", "what Markdown found, as holes in HTML"),
    ("markup.emphasis", "emphasis that loses no character"),
    ("markup.guards", "Markdown's patterns, asked only where they may match"),
    ("markup.rendering", "the Markdown engines, of all of these"),
    ("markup.sanitise", "HTML that may be published"),
    ("markup.htmltext", "HTML as text: what everything that points into a body counts in"),
    ("markup.lines", "the line of the file for a place in that text"),
    ("markup.limits", "what is refused before it is read"),
    ("markup.quotations", "which citation each quotation belongs to"),
    ("markup.sentences", "where sentences end"),
    ("markup.bodies", "a file's Markdown taken apart, by all of these"),
    ("markup", "the door: bodies of sources, and of all else"),
    # images
    ("images", "what an image file is; of bytes alone"),
    ("imaging", "which of them a body shows"),
    # the flow
    ("files", "the files below a folder; for read, and for the digest of a checkout"),
    ("stamps", "what the disk says of them, and what has changed since; for a preview, which reads again and again"),
    ("entryfiles", "which of them are entries, by their names"),
    ("originalfiles", "the originals that sources name, read"),
    ("imagefiles", "the images that bodies show, read"),
    ("read", "files to a Corpus"),
    ("standing", "where information comes from, and what a claim's evidence amounts to"),
    ("verify", "where an entry's quotations stand"),
    ("names", "what ids and titles mean"),
    ("filled", "bodies with words in their holes: what they quote and say; needs names and quotations"),
    ("link", "a Corpus to a Dossier; needs names, quotations and standings"),
    ("citable", "what others can cite: a source, or a page about an entry of a Dossier"),
    ("references.csl", "works as CSL-JSON; its dates are for RIS too"),
    ("references.bibtex", "works as BibTeX"),
    ("references.ris", "works as RIS"),
    ("references", "all formats of references; needs each of them"),
    ("resting", "how much rests on an entry of a Dossier"),
    ("gapwords", "what a Dossier may lack, in words"),
    ("gaps", "what it lacks; for the page and the command"),
    ("reviews", "whether what was reviewed still stands; needs quotations and what is linked"),
    ("statements", "what an entry states, and the quotations that each piece of it rests on"),
    ("copies", "which sources share text, whatever they say of their origins; needs shingles"),
    ("charsets", "encodings by the names that documents give them; for originals and for what is imported"),
    ("originals", "whether a source is what was received"),
    ("pictured", "what is wrong with its images"),
    ("check", "what is wrong with a Dossier"),
    ("proof", "a Dossier with errors, patched; only for links to be inspected"),
    ("pages", "the package, and nothing else, since processes that set pages need only their views"),
    ("pages.framing", "what stands around it"),
    ("pages.elements", "what pages are made of"),
    ("pages.drawing", "what the timeline's drawing is made of"),
    ("pages.checking", "what reviews and fact-check sheets are made of"),
    ("pages.grid", "what matrices are made of"),
    ("pages.referring", "what 'Cite this' is made of"),
    ("pages.choices", "what the timeline's filters are made of"),
    ("pages.besides", "what topics' pages, the front page and the gaps are made of besides"),
    ("pages.views", "what templates see, a page each"),
    ("pages.divided", "what stands on which page of an entry that is too long for one; of a Dossier alone"),
    ("pages.sheets", "which fact-check sheets stand on which page"),
    ("pages.edition", "passages and addresses, which all pages share; needs where sheets stand"),
    ("pages.laying", "what stands where, laid out anew or from an earlier edition"),
    ("pages.spread", "lists over as many pages as they need; needs addresses"),
    ("pages.citing", "how to cite a page and a source; needs addresses"),
    ("pages.linked", "pages as data that machines link"),
    ("pages.bearing", "who passed evidence on, and which side came later"),
    ("pages.fragments", "addresses of words on pages elsewhere"),
    ("pages.quoted", "quotations as pages show them"),
    ("pages.pictures", "images as pages show them"),
    ("pages.texts", "bodies as pages show them"),
    ("pages.weighed", "standings as readers are told them"),
    ("pages.rows", "entries as lists show them"),
    ("pages.entries", "pages of notes and claims"),
    ("pages.passages", "a source's text, cut down to its passages"),
    ("pages.sources", "pages of sources"),
    ("pages.filters", "what the timeline can be filtered by; needs its rows' topics and standings"),
    ("pages.axis", "days as places on a line of time"),
    ("pages.landmarks", "names above the marks on it"),
    ("pages.marks", "events as marks on it"),
    ("pages.bars", "events as bars, where they are too many for marks"),
    ("pages.overview", "the whole drawing, of these"),
    ("pages.timeline", "the timeline"),
    ("pages.matrix", "claims against sources, by the origins that standings count"),
    ("pages.evidence", "the evidence and its matrices"),
    ("pages.naming", "names by their scripts, authorities by their hosts"),
    ("pages.together", "which topics appear together"),
    ("pages.topics", "pages of topics, with their matrices and drawings"),
    ("pages.changed", "what came in and what was put right, the latest first"),
    ("pages.front", "the front page; counts as the evidence lists"),
    ("pages.factcheck", "the fact-check sheets"),
    ("pages.lists", "the pages that list; types in the order of the front page"),
    ("pages.gaps", "what is missing, as a page"),
    ("pages.search", "where the site is searched"),
    ("pages.apparatus", "corrections, and the site about itself"),
    ("pages.making", "all kinds of page; needs each of them"),
    ("worth", "what is made of an edition only where that has changed; for pages and exports"),
    ("exports.utf8", "many pieces of text as bytes"),
    ("exports.pieces", "files that are made a few entries at a time"),
    ("exports.dossier_json", "the dossier as data, by the addresses that pages have"),
    ("exports.events_json", "the events as data for the timeline's filters"),
    ("exports.fact_check_csv", "the fact-check sheets as a table"),
    ("exports.annotations", "quotations as web annotations"),
    ("exports.xml", "XML as bytes"),
    ("exports.crawlers", "the addresses of all pages, for search engines; XML"),
    ("exports.feed", "what is new; XML"),
    ("exports.corrections_feed", "what was put right, as the feed of what is new"),
    ("exports.references", "all sources as files of references"),
    ("exports", "all output formats; needs each of them"),
    ("cbor", "what an index for searching is written in; of bytes alone"),
    ("indexing", "Pagefind, which makes such an index; needs cbor"),
    ("searching", "entries as it is to know them; needs their pages"),
    ("remade", "pages that are made again only where what they are made of changed, with their words for a search"),
    ("codes", "templates as code, kept; of files alone"),
    ("compiling", "Jinja with shorter ways; nothing of dossiers"),
    ("typesetting", "what templates are set in; needs the shorter ways"),
    ("render", "pages to HTML"),
    ("inspect", "whether links of that HTML lead anywhere"),
    ("manifest", "every file of a site, and what it was made of"),
    ("checkout", "the content on the disk, under one digest; for the manifest"),
    ("write", "HTML to the disk"),
    ("exposure", "what a public repository shows beside the site; for the first that has an address"),
    ("calls", "calls to a server, hung up in time"),
    ("fetching", "a site's files from where it lies; folders are walked as write does"),
    ("comparing", "a site with its manifest and with another one"),
    # what people run
    ("outcome", "what a run found and made"),
    ("unchanged", "whether a run would find the same again; needs the manifest, and the site as write walks it"),
    ("judging", "which of the problems that were found stand"),
    ("pipeline", "the whole story"),
    ("precompile", "the project's templates as code, for all runs; run by make"),
    ("report", "what a run found, told"),
    ("preview.sites", "a site in memory, made whole or when it is asked for"),
    ("preview.looking", "the story up to such a site, or what keeps the last one on show"),
    ("preview.told", "problems with the lines that they stand in"),
    ("preview.additions", "what a page is given besides, to show them"),
    ("preview.guarding", "who may ask"),
    ("preview.watching", "changes on the disk, told to livereload"),
    ("preview.showing", "what answers each address; needs all but the last two"),
    ("preview.serving", "the server: it answers with what is on show"),
    ("preview", "the story again after each change; needs all of these"),
    ("blanks", "a new content file, read before it is written"),
    ("vscode", "what makes an editor help: tasks, and snippets with the blanks"),
    ("scaffold", "the beginning of a dossier, with these"),
    ("reviewing", "a review put on file; reads the file again to be sure"),
    ("placing", "one content file, put in its place whole"),
    ("importing", "files that become sources"),
    ("importing.documents", "what is found in a file"),
    ("importing.telling", "what kind of file it is"),
    ("importing.markdown", "words as Markdown that says them"),
    ("importing.dates", "dates as they are printed"),
    ("importing.lines", "a text's lines; a date may stand alone on one"),
    ("importing.furniture", "what of them is no article"),
    ("importing.texts", "a plain text's document, by these three"),
    ("importing.said", "what a page says of itself"),
    ("importing.pages", "a page's document"),
    ("importing.libraries", "the documents of a library in CSL-JSON"),
    ("importing.bibtex", "the documents of a library in BibTeX, by what both have"),
    ("importing.matter", "a source's file"),
    ("importing.filing", "all of these, put into a dossier"),
    ("finding", "words in the sources, as citations that are verified"),
    ("mentions", "topics' names without a link"),
    ("renaming", "another id for an entry; reads the dossier again to be sure"),
    ("history", "an earlier commit, by git"),
    ("typos", "whether wording was only mended; needs folding and wording"),
    ("stated", "what a published entry says, to be compared"),
    ("moves", "which entry is which after an edit; needs addresses"),
    ("changes", "what is said otherwise, and no correction tells"),
    ("commands", "what build.py can be asked to do; a command a module"),
    ("commands.options", "what several commands are told and need"),
    ("commands.build", "build and check"),
    ("commands.serve", "the preview, begun"),
    ("commands.new", "a content file, begun"),
    ("commands.import_", "files, brought in"),
    ("commands.cite", "words found in the sources"),
    ("commands.mentions", "names without a link"),
    ("commands.rename", "an entry's id, changed"),
    ("commands.init", "a dossier, begun"),
    ("commands.changes", "what changed silently, told"),
    ("commands.review", "a review, put on file"),
    ("commands.gaps", "what is missing, as a list"),
    ("commands.verify", "whether a published site is what it says, and what this content gives"),
    ("cli", "the list of commands; nothing lies above it"),
)
"""Every module of the engine with the reason for its place; it imports only from those before it."""

ORDER = [name for name, _ in LAYERS]

LONGEST = 300
"""Lines of a module: what one can read in one go."""
LONGER: dict[str, int] = {}
"""Modules that may be longer, each with the reason."""


def modules() -> dict[str, Path]:
    """The files of the engine by their modules' names, as LAYERS has them."""
    found = {}
    for file in sorted(ENGINE.rglob("*.py")):
        parts = file.relative_to(ENGINE).with_suffix("").parts
        parts = parts[:-1] if parts[-1] == "__init__" else parts
        found[".".join(parts) or "dossier"] = file
    return found


MODULES = modules()


def imported(module: str) -> Iterator[tuple[str, int]]:
    """The modules of the engine that a module imports, anywhere in it, each with the line."""
    for node in ast.walk(ast.parse(MODULES[module].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import | ast.ImportFrom):
            inside = f"{'.' * node.level}{node.module or ''}." if isinstance(node, ast.ImportFrom) else ""
            for name in (f"{inside}{alias.name}" for alias in node.names):
                if name.split(".")[0] in ("dossier", ""):
                    yield _module(name), node.lineno


def _module(name: str) -> str:
    """The module that a dotted name lies in: `dossier.link.Dossier` is of `link`."""
    rest = name.removeprefix("dossier.")
    while rest not in MODULES:
        rest, dot, _ = rest.rpartition(".")
        if not dot:
            return "dossier"
    return rest


def test_every_module_has_its_one_place_in_the_layers() -> None:
    assert sorted(ORDER) == sorted(MODULES)


@pytest.mark.parametrize("module", MODULES)
def test_imports_point_down(module: str) -> None:
    below = ORDER[: ORDER.index(module)]
    assert [f"{name}, line {line}" for name, line in imported(module) if name not in below] == []


def test_no_module_is_too_long() -> None:
    lines = {name: len(file.read_text(encoding="utf-8").splitlines()) for name, file in MODULES.items()}
    assert {name: n for name, n in lines.items() if n > LONGER.get(name, LONGEST)} == {}


def test_the_architecture_draws_the_layers_in_this_order() -> None:
    table = re.findall(
        r"^\| ((?:`[\w/]+` ?)+) \|", (PROJECT / "ARCHITECTURE.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    highest = -1
    assert len(table) > 10
    for row in table:
        places = [ORDER.index(name) for named in re.findall(r"`([\w/]+)`", row) for name in _named(named)]
        assert min(places) > highest, f"{row} stands too high in the table"
        highest = max(places)


def _named(name: str) -> list[str]:
    """The modules that a name of the table means: `markup/` is the package with all in it."""
    if not name.endswith("/"):
        return [name]
    return [module for module in ORDER if module == name[:-1] or module.startswith(f"{name[:-1]}.")]


def fresh(script: str) -> str:
    """What a script prints in an interpreter of its own."""
    done = subprocess.run([sys.executable, "-c", script], cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


ALONE = """
import importlib, sys
for module in sys.argv[1:]:
    for name in [name for name in sys.modules if name.partition(".")[0] == "dossier"]:
        del sys.modules[name]
    importlib.import_module(module)
"""


def test_each_module_can_be_imported_alone() -> None:
    names = ["dossier" if name == "dossier" else f"dossier.{name}" for name in ORDER]
    fresh(f"import sys; sys.argv[1:] = {names!r}\n{ALONE}")


HEAVY = {"jinja2", "livereload", "markdown", "multiprocessing", "nh3", "rich", "tornado", "yaml"}


@pytest.mark.parametrize("arguments", [["--help"], ["build", "--help"], ["--version"]])
def test_help_comes_without_loading_what_only_a_build_needs(arguments: list[str]) -> None:
    script = f"""
import sys
from dossier.cli import main
try:
    main({arguments!r})
except SystemExit:
    print("loaded", *sorted(name for name in sys.modules if "." not in name))
"""
    *said, loaded = fresh(script).splitlines()
    assert said
    assert HEAVY.isdisjoint(loaded.split())
    assert "click" in loaded.split()

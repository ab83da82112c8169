"""A content file's text → its front matter as a tree of nodes that know their places, and its body.

Values stay the text that was written (`no`, `12:30` and `0123` are text), so YAML's guesses about types never reach
a record. PyYAML's event stream is read with limits: its loaders crash on deep nesting and build objects from tags.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple, NoReturn

import yaml
from msgspec import Struct
from yaml import events as on

from dossier.diagnostics import Place, Problem, problem

MAX_LENGTH = 256 * 1024  # code points
MAX_DEPTH = 16  # lists and mappings in each other
_LOADER = yaml.CLoader if yaml.__with_libyaml__ else yaml.Loader
_FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)
_BEFORE_BLOCK = re.compile(r"[^\n\x85\u2028\u2029]*[ \t\n\x85\u2028\u2029]*")
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff\U000f0000-\U0010ffff]")
_IN_QUOTES = "put the whole text in quotation marks"
_NO_MARKUP = "write the value out; a text that begins with this sign belongs in quotation marks"


class Scalar(Struct, frozen=True):
    """One text as written. line, column: its first character, from 1 in the file; for a quoted one its opening mark.

    plain: written without quotation marks and without `>` or `|`.
    """

    text: str
    line: int
    column: int
    plain: bool = True

    @property
    def absent(self) -> bool:
        """A name with nothing behind its colon has no value; `""` is an empty text."""
        return self.plain and not self.text


class Sequence(Struct, frozen=True):
    """A list. raw: one in brackets as text, `[a,b]`, without blanks round its items; else empty."""

    items: tuple["Node", ...]
    line: int
    column: int
    raw: str = ""


class Mapping(Struct, frozen=True):
    """Names and values, each name once, in the order of the file."""

    entries: tuple[tuple[Scalar, "Node"], ...]
    line: int
    column: int


Node = Scalar | Sequence | Mapping


class Parts(NamedTuple):
    """A content file taken apart; each part with the line where it begins."""

    yaml: str
    yaml_line: int
    body: str
    body_line: int


def normalise(text: str) -> str:
    """The text without a byte order mark, its line ends all `\\n`; lines keep their numbers."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def shown(text: str) -> str:
    """A value as a message quotes it: one printable line in quotation marks, no longer than 60 code points."""
    line = "".join(c if c.isprintable() else "�" for c in " ".join(text[:200].split()))
    return f'"{line}"' if len(line) <= 60 and len(text) <= 200 else f'"{line[:59]}…"'


def split(text: str, path: str) -> Parts | Problem:
    """The parts of a file `---`, YAML, `---`, body, their line ends all `\\n`.

    `bad-front-matter` for a file without front matter, or whose front matter never ends.
    """
    text = normalise(text)
    opening = _FENCE.match(text)
    if not opening:
        return problem(Place(path), "bad-front-matter", "the file has no front matter", "begin it with a line `---`")
    closing = _FENCE.search(text, opening.end())
    if not closing:
        return problem(Place(path), "bad-front-matter", "the front matter never ends", "end it with a line `---`")
    body_line = text.count("\n", 0, closing.start()) + 2
    return Parts(text[opening.end() + 1 : closing.start()], 2, text[closing.end() + 1 :], body_line)


def parse(yaml_text: str, first_line: int, path: str) -> tuple[Mapping | None, tuple[Problem, ...]]:
    """The tree of a YAML text that begins at a line of a file, and what is wrong with it; None where it can't be read.

    Only mappings, lists and texts are read: anchors, aliases, tags, merge keys, directives, repeated names and a second
    document are `bad-front-matter`. A text that YAML ends sooner than its writer meant is a `cut-value`.
    """
    text = normalise(yaml_text)
    composer = _Composer(text, first_line, path)
    root = None
    try:
        root = composer.document()
    except _Refusal:
        pass
    except yaml.MarkedYAMLError as fault:
        composer.report_syntax(fault)
    except (yaml.YAMLError, ValueError):
        composer.report_character()
    return root, tuple(composer.problems)


class _Refusal(Exception):
    """Ends the reading of one text, once its problem is reported; never leaves `parse`."""


class _Composer:
    """Turns one text's events into nodes. An `index` is an offset in the text, in code points, as YAML marks count.

    Line and column of a mark are not used: YAML also breaks lines at U+0085, U+2028 and U+2029, editors do not.
    """

    def __init__(self, text: str, first_line: int, path: str) -> None:
        self.text, self.first_line, self.path = text, first_line, path
        self.starts = [0, *(found.end() for found in re.finditer("\n", text))]
        self.problems: list[Problem] = []

    def place(self, index: int) -> tuple[int, int]:
        row = bisect_right(self.starts, index)
        return self.first_line + row - 1, index - self.starts[row - 1] + 1

    def report(self, index: int, code: str, message: str, hint: str) -> None:
        self.problems.append(problem(Place(self.path, *self.place(index)), code, message, hint))

    def refuse(self, index: int, message: str, hint: str) -> NoReturn:
        self.report(index, "bad-front-matter", message, hint)
        raise _Refusal

    def document(self) -> Mapping:
        if len(self.text) > MAX_LENGTH:
            self.refuse(0, f"this YAML is longer than {MAX_LENGTH:,} characters", "texts belong into the body")
        root: Node | None = None
        events = yaml.parse(self.text, Loader=_LOADER)
        for event in events:
            if isinstance(event, on.DocumentStartEvent):
                if root is not None or event.version or event.tags:
                    self.refuse(_start(event), "a directive or a second YAML document begins here", "leave it out")
            elif isinstance(event, on.NodeEvent):
                root = self.node(event, events, 1)
        if root is None or (isinstance(root, Scalar) and root.absent):
            return Mapping((), self.first_line, 1)
        if not isinstance(root, Mapping):
            self.refuse(0, "these are not fields", "write each field as `name: value` on a line of its own")
        return root

    def node(self, event: on.Event, events: Iterator[on.Event], depth: int) -> Node:
        if isinstance(event, on.ScalarEvent):
            return self.scalar(event)
        if not isinstance(event, on.CollectionStartEvent):
            self.refuse(_start(event), "aliases (`*name`) are not read", _NO_MARKUP)
        self.refuse_markup(event)
        if depth > MAX_DEPTH:
            self.refuse(_start(event), f"values stand more than {MAX_DEPTH} deep in each other", _IN_QUOTES)
        if isinstance(event, on.MappingStartEvent):
            return self.mapping(event, events, depth)
        return self.sequence(event, events, depth)

    def scalar(self, event: on.ScalarEvent) -> Scalar:
        self.refuse_markup(event)
        start, value = _start(event), event.value
        if not event.style:
            self.look_for_cut(start, _end(event), value)
        elif event.style == '"':
            self.look_for_escaped(start, value)
        elif event.style in "|>" and value.strip() and (before := _BEFORE_BLOCK.match(self.text, start)):
            start = before.end()
        return Scalar(value, *self.place(start), plain=not event.style)

    def look_for_cut(self, start: int, end: int, value: str) -> None:
        """Report plain text that one blank and `#` cut short; behind a single word, `# ` begins a comment."""
        if self.text.startswith(" #", end) and (self.text[end + 2 : end + 3] != " " or len(value.split()) > 1):
            read = f"only {shown(value)}" if value else "nothing"
            self.report(start, "cut-value", f"the value is cut at its ` #`: {read} is read", _IN_QUOTES)

    def look_for_escaped(self, start: int, value: str) -> None:
        """Report what could not have been written as itself: `"\\0"` must not bring in what the file may not hold."""
        if found := _NOT_TEXT.search(value):
            message = f"the escaped character U+{ord(found[0]):04X} can't stand in a text"
            self.report(start, "bad-character", message, "leave it out")

    def sequence(self, start: on.CollectionStartEvent, events: Iterator[on.Event], depth: int) -> Sequence:
        items = []
        for event in events:
            if isinstance(event, on.SequenceEndEvent):
                break
            items.append(self.node(event, events, depth + 1))
        texts = [item.text for item in items if isinstance(item, Scalar)]
        raw = f"[{','.join(texts)}]" if start.flow_style and len(texts) == len(items) else ""
        return Sequence(tuple(items), *self.place(_start(start)), raw)

    def mapping(self, start: on.CollectionStartEvent, events: Iterator[on.Event], depth: int) -> Mapping:
        entries: dict[str, tuple[Scalar, Node]] = {}
        before: on.Event | None = None
        alone = False
        for event in events:
            if isinstance(event, on.MappingEndEvent):
                break
            key, value = self.key(event), next(events)
            was_alone, alone = alone, bool(start.flow_style) and self.lacks_colon(event, value)
            if alone:
                if not was_alone:
                    self.report_alone(event, before)
                continue
            node = self.node(value, events, depth + 1)
            if entries.setdefault(key.text, (key, node))[0] is not key:
                message = f"the name {shown(key.text)} already stands in line {entries[key.text][0].line}"
                self.report(_start(event), "bad-front-matter", message, "keep one of the two")
            before = value
        return Mapping(tuple(entries.values()), *self.place(_start(start)))

    def refuse_markup(self, event: on.ScalarEvent | on.CollectionStartEvent) -> None:
        if event.tag is not None or event.anchor is not None:
            self.refuse(_start(event), "tags (`!name`) and anchors (`&name`) are not read", _NO_MARKUP)

    def key(self, event: on.Event) -> Scalar:
        if not isinstance(event, on.ScalarEvent):
            self.refuse(_start(event), "a name is one text, not a list, a mapping or an alias", _IN_QUOTES)
        key = self.scalar(event)
        if key.plain and key.text == "<<":
            self.refuse(_start(event), "merge keys (`<<`) are not read", "write the fields out")
        return key

    def lacks_colon(self, key: on.Event, value: on.Event) -> bool:
        """Whether a name in braces stands alone: its value is then an empty text, placed at the next token."""
        empty = isinstance(value, on.ScalarEvent) and not value.value and not value.style
        return empty and not self.text[_end(key) : _start(value)].lstrip().startswith(":")

    def report_alone(self, key: on.Event, before: on.Event | None) -> None:
        """A name without a colon is the rest of the plain text before it, which YAML ended at its comma."""
        rest = shown(self.text[_start(key) : _end(key)])
        if isinstance(before, on.ScalarEvent) and before.value and not before.style:
            message = f"the value is cut at its comma: only {shown(before.value)} is read, not {rest}"
            self.report(_start(before), "cut-value", message, _IN_QUOTES)
        else:
            message = f"{rest} stands in braces without a value"
            self.report(_start(key), "bad-front-matter", message, "a list stands in brackets: `[a, b]`")

    def report_syntax(self, fault: yaml.MarkedYAMLError) -> None:
        said = f"{fault.context}: {fault.problem}"
        _, message, hint, at_context = next(known for known in _SYNTAX if re.search(known[0], said))
        mark = (at_context and fault.context_mark) or fault.problem_mark
        index = mark.index if mark else 0
        character = self.text[index : index + 1]
        if not character.strip() and (character == "\t" or "%s" in message):
            _, message, hint, _ = _TAB if character == "\t" else _SYNTAX[-1]
        self.report(index, "bad-front-matter", message.replace("%s", character), hint)

    def report_character(self) -> None:
        index = found.start() if (found := _NOT_TEXT.search(self.text)) else 0
        message = f"the character U+{ord(self.text[index]):04X} can't stand in front matter"
        self.report(index, "bad-front-matter", message, "leave it out")


def _start(event: on.Event) -> int:
    return event.start_mark.index if event.start_mark else 0


def _end(event: on.Event) -> int:
    return event.end_mark.index if event.end_mark else 0


_TAB = ("tab character", "a tab stands where only spaces can indent", "indent with spaces", False)
_ALIKE = "indent alike, or " + _IN_QUOTES
_FIRST = "a text without quotation marks can't begin with `%s`"
_SYNTAX = (
    # what YAML's errors say (a pattern), what is said instead, the hint, whether its place is where the context began
    _TAB,
    ("expected ':'", "this line is neither `name: value` nor part of a text", "indent a text's further lines", True),
    ("mapping values are not", "a second colon stands in a text without quotation marks", _IN_QUOTES, False),
    ("sequence entries are not", "a list can't begin on its name's line", "give each `- item` its own line", False),
    ("cannot start any token|expected node content", _FIRST, _IN_QUOTES, False),
    ("scanning an a|a tag|tag handle|a directive", _FIRST, _IN_QUOTES, True),
    ("end of stream|document indicator", "the quotation mark that opens here is never closed", "close it", True),
    ("escape|hexdecimal", "this backslash begins no escape", "write two backslashes", False),
    ("comment or (a )?line break", "text stands on the line of its `>` or `|`", "begin it on the next line", False),
    ("expected ',' or", "this bracket is never closed, or lacks a comma in it", _IN_QUOTES + " or close it", True),
    ("expected key|<block end>", "this is neither a field nor part of the text above", _ALIKE, False),
    ("'-' indicator", "this is not an item of the list above", "begin items with `- `, indented alike", False),
    ("<document start>", "text stands behind the end of the document", "leave out the line `...`", False),
    ("", "this is not valid YAML", "look for a missing colon, quotation mark or indentation", False),
)

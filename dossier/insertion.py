"""One item more in a list of a file's front matter: every way in which it may be written, and not a byte else changed.

In: the file's text, the field, the item. Out: texts to try, the likeliest first. Whoever asks reads each as content is
read, and takes the first that says what it should: so no form of YAML is taken for another.
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from dossier.diagnostics import Problem
from dossier.frontmatter import Mapping, Node, Scalar, Sequence, parse, split

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")


class Item(NamedTuple):
    """An item as it is written. block: its lines, from the indent of its dash and the file's line end; flow: in brackets."""

    block: Callable[[str, str], str]
    flow: str


def with_item(text: str, path: str, field: str, item: Item) -> Iterator[str]:
    """The file's text with the item behind those of the field, which may not be there yet; its body as it was.

    Nothing where the front matter can't be read. Comments, order, line ends and a byte order mark stay as they are.
    """
    parts = split(text, path)
    mapping = None if isinstance(parts, Problem) else parse(parts.yaml, parts.yaml_line, path)[0]
    if isinstance(parts, Problem) or mapping is None:
        return
    for tried in _tries(_LINE.findall(text), mapping, parts.body_line - 2, field, item):
        again = split(tried, path)
        if not isinstance(again, Problem) and again.body == parts.body:
            yield tried


def _tries(lines: list[str], mapping: Mapping, last: int, field: str, item: Item) -> Iterator[str]:
    """The file's text with the item at each place where it may belong. last: how many lines precede the closing `---`."""
    end = lines[0][len(lines[0].rstrip("\r\n")) :] or "\n"
    root = " " * (mapping.column - 1)
    numbers = [key.line for key, _ in mapping.entries]
    at = next((i for i, (key, _) in enumerate(mapping.entries) if key.text == field), None)
    if at is None:
        yield _inserted(lines, last, f"{root}{field}:{end}{item.block(root + '  ', end)}")
        return
    first, until = numbers[at], numbers[at + 1] - 1 if at + 1 < len(numbers) else last
    node = mapping.entries[at][1]
    if isinstance(node, Sequence) and lines[node.line - 1][node.column - 1 : node.column] == "[":
        yield from _in_brackets(lines, first, until, item)
    else:
        indent = _indent(lines[first:until], node, root)
        # Blank lines and comments before the next field are rather that field's; but what looks like one may be words.
        places = range(until, first - 1, -1)
        for line in sorted(places, key=lambda line: bool(re.match(r"\s*(#|$)", lines[line - 1]))):
            yield _inserted(lines, line, item.block(indent, end))


def _indent(lines: list[str], node: Node, root: str) -> str:
    """How deep the dashes of a list stand; where there is none yet, two blanks."""
    if isinstance(node, Scalar):
        return f"{root}  "
    return next((found[1] for line in lines if (found := re.match(r"( *)-(?=\s)", line))), f"{root}  ")


def _inserted(lines: list[str], line: int, text: str) -> str:
    return "".join([*lines[:line], text, *lines[line:]])


def _in_brackets(lines: list[str], first: int, until: int, item: Item) -> Iterator[str]:
    """Before a bracket that closes, the last one first."""
    text = "".join(lines)
    start, stop = len("".join(lines[: first - 1])), len("".join(lines[:until]))
    for bracket in reversed([found.start() for found in re.finditer(r"\]", text[start:stop])]):
        at = start + bracket
        for joint in (", ", ""):
            yield f"{text[:at]}{joint}{item.flow}{text[at:]}"

"""A new content file: a kind and a title → a file with the kind's fields, each under a line that says what it holds.

What is written has no error in it, so that a check and the preview stay as they were until somebody writes on.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from dossier.described import Described, described
from dossier.entryfiles import ContentFile
from dossier.ids import KINDS, Kind, make_id
from dossier.markup.marks import DOUBLE_MARKS
from dossier.model import ClaimFields, CommonFields, NoteFields, SourceFields, TopicFields
from dossier.read import READERS

RECORDS: dict[Kind, type[CommonFields]] = {
    "source": SourceFields,
    "note": NoteFields,
    "claim": ClaimFields,
    "topic": TopicFields,
}
LATER = ("aliases", "corrections", "reviewed", "accept")
"""Fields for what happens to an entry in time; a new one has none of them."""
UNFINISHED: dict[Kind, str] = {
    "source": "take the next line out when the text is below",
    "claim": "take the next line out when there is evidence",
}
"""When a new entry of a kind can be published. Others can be at once: they say no more than their title."""
QUOTING = "take the next line out when the words in quotation marks have their citation"
BODIES: dict[Kind, str] = {
    "source": "The article's text goes here, word for word, in place of this line.",
    "note": 'What the note says goes here, with [@source-id, "words of the source"] and [[topic-id]].',
    "claim": "What is to be said beyond the evidence goes here, if anything is.",
    "topic": 'What it is goes here, if it needs saying: with [@source-id, "words of the source"].',
}
"""What a new file says in place of a text, as a comment that is never published."""
_PLAIN = re.compile(r"[^\W\d_][\w ,.;()!?’'–—/&%+-]*")
_NOT_TEXTS = frozenset(("true", "false", "yes", "no", "on", "off", "y", "n", "null"))


class Blank(Struct, frozen=True):
    """A file to be written. path: below the root. holder: the file that has the id of its title, where one does."""

    path: str
    text: str
    holder: str = ""


def new(root: Path, kind: Kind, title: str) -> Blank | str:
    """The file of a new entry; or why there can be none, as a sentence, with what would help.

    No entry of any kind has its id, as a link without a kind would mean both. Articles may share a headline, so a source
    gets a number then. For all else the title is refused: a second one like it is likely the same thing.
    """
    title = " ".join(title.split())
    there = {path.stem: path for each in KINDS for path in sorted((root / f"content/{each}s").rglob("*.md"))}
    wanted, id_ = make_id(title), make_id(title, there)
    if not id_:
        return f"no id can be made of {json.dumps(title, ensure_ascii=False)}; give it a title with a letter or a digit"
    same = next((path for stem, path in there.items() if make_id(title, [stem]) != wanted), None)
    holder = same.relative_to(root).as_posix() if same else ""
    if holder and kind != "source":
        return f"the id {wanted} is taken by {holder}; write on there, or give another title"
    blank = Blank(f"content/{kind}s/{id_}.md", text_of(kind, as_yaml(title), unfinished(kind, title)), holder)
    try:
        found = READERS[kind](None, ContentFile(id_, blank.path, blank.text.encode()))
    except UnicodeEncodeError:
        return "the title is not UTF-8"
    return f"the title can't stand: {found.problems[0].message}" if found.problems else blank


def write(root: Path, blank: Blank) -> None:
    """Write a new file. OSError from the disk, FileExistsError if it is there by now."""
    path = root / blank.path
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8", newline="\n") as file:
        file.write(blank.text)


def unfinished(kind: Kind, title: str) -> str:
    """When an entry of this title can be published; empty for at once."""
    quotes = kind != "source" and DOUBLE_MARKS.search(title)
    return UNFINISHED.get(kind, "") or (QUOTING if quotes else "")


def text_of(kind: Kind, title: str, why_draft: str) -> str:
    """The text of a new file. title: as YAML has it. why_draft: until when it is a draft; empty for one that is none."""
    lines = ["---"]
    named = False
    for field in described(RECORDS[kind]):
        if field.name == "draft" and why_draft:
            lines += [f"# {why_draft}", "draft: true"]
        elif field.name not in LATER:
            lines += _lines(field, "" if named else title)
            named = True
    return "\n".join([*lines, "---", "", f"<!-- {BODIES[kind]} -->", ""])


def _lines(field: Described, value: str) -> Iterator[str]:
    yield f"# {field.about}{', in this form' if field.parts else ''}"
    yield f"{field.name}: {value}".rstrip()
    for number, part in enumerate(field.parts):
        yield f"#  {' ' if number else '-'} {part.name}: {part.about}"


def as_yaml(text: str) -> str:
    """A text on one line as a value of YAML, in quotation marks where it could be taken for something else."""
    plain = _PLAIN.fullmatch(text) and text.lower() not in _NOT_TEXTS
    return text if plain else json.dumps(text, ensure_ascii=False)

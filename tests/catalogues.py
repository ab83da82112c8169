"""The words that readers are told, as the program has them, and the catalogues of other languages brought up to them.

`make catalogues` writes dossier/locale/*/LC_MESSAGES/dossier.po anew: what is new in it stands there untranslated, what
has changed is marked fuzzy, what is gone is gone. Where the words stand is told by file, and no time of day is written,
so that nothing changes but what has changed. A new language begins with a folder and an empty dossier.po in it.
"""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages import frontend
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from dossier.languages import DOMAIN, LOCALES

PROJECT = Path(__file__).parent.parent
MAPPING: Callable[..., Any] = frontend.parse_mapping_cfg
WIDTH = 110
HEAD = """{comment}
msgid ""
msgstr ""
"Language: {language}\\n"
"Plural-Forms: {plurals}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def extracted() -> Catalog:
    """All words that readers are told, without translations, by the mapping in babel.cfg."""
    catalogue = Catalog(project="Dossier", domain=DOMAIN, fuzzy=False)
    with (PROJECT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = MAPPING(file, "babel.cfg")
    for name, _, words, comments, context in extract_from_dir(PROJECT, methods, options, directory_filter=_has_words):
        catalogue.add(words, locations=[(name, 0)], auto_comments=comments, context=context)
    return catalogue


def _has_words(folder: str) -> bool:
    return Path(folder).relative_to(PROJECT).parts[0] in ("dossier", "templates")


def files() -> list[Path]:
    """The catalogues."""
    return sorted(LOCALES.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))


def read(file: Path) -> Catalog:
    """A catalogue, in the language of its folder."""
    return read_po(BytesIO(file.read_bytes()), locale=file.parent.parent.name, domain=DOMAIN, abort_invalid=True)


def updated(catalogue: Catalog, words: Catalog) -> bytes:
    """A catalogue with these words, as a file."""
    catalogue.update(words)
    out = BytesIO()
    write_po(
        out, catalogue, width=WIDTH, omit_header=True, sort_by_file=True, ignore_obsolete=True, include_previous=True
    )
    head = HEAD.format(
        comment=catalogue.header_comment, language=catalogue.locale_identifier, plurals=catalogue.plural_forms
    )
    return head.encode() + out.getvalue()


def main() -> None:
    """Write each catalogue anew, and say how many words it lacks."""
    for file in files():
        data = updated(read(file), extracted())
        file.write_bytes(data)
        lacking = sum(
            not message.string or not all(message.string) or message.fuzzy for message in read(file) if message.id
        )
        print(f"{file.relative_to(PROJECT)}: {lacking} to translate")


if __name__ == "__main__":
    main()

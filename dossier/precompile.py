"""Compile the project's own templates for each language of the interface: `python -m dossier.precompile`, run by `make`."""

from dossier.codes import keep
from dossier.languages import LANGUAGES
from dossier.pipeline import TEMPLATES
from dossier.render import code_digest, compiled


def precompile() -> None:
    """Keep the templates' code beside the program's bytecode. OSError if it can't be written."""
    for language in LANGUAGES:
        digest = code_digest([TEMPLATES], language)
        keep(language, digest, compiled((str(TEMPLATES),), language, digest))


if __name__ == "__main__":
    precompile()

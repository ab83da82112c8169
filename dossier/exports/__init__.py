"""Files for machines, made from the same edition as the pages. An output format is one function in EXPORTS."""

from collections.abc import Callable

from dossier.exports.dossier_json import dossier_json
from dossier.pages.edition import Edition

Export = Callable[[Edition], bytes]
EXPORTS: tuple[tuple[str, Export], ...] = (("dossier.json", dossier_json),)


def exports(edition: Edition) -> dict[str, bytes]:
    """Each export by its site path."""
    return {path: export(edition) for path, export in EXPORTS}

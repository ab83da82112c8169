"""What a public repository shows and the site keeps back: said once, when a dossier gets an address, before it is pushed.

In: a dossier, and the folder that its site goes to. Out: a sentence for the editor, or nothing.
"""

from pathlib import Path

from dossier.config import ConfigFields
from dossier.link import Dossier
from dossier.write import MARK

WITH_ADDRESS = "sitemap.xml"
"""A site has it if its dossier says where it is published."""


def warning(dossier: Dossier, output: Path) -> str:
    """What to tell before the first site with an address stands in `output`; nothing if all text is published anyway.

    Whether the site that stood there had an address is seen by its files, so that nothing has to be remembered.
    """
    config = dossier.config
    with_text = [source for source in dossier.sources.values() if source.body.text or source.fields.original]
    kept_back = sum((source.fields.publish or config.source_text) != "full" for source in with_text)
    if not kept_back or not _is_first(config, output):
        return ""
    sources = "one source" if kept_back == 1 else f"{kept_back:,} sources"
    return (
        f"the site shows {sources} only in part, but content/ holds all of the text, originals, drafts and comments. In a "
        "public repository everybody can read that, even what was deleted later: keep the repository private, or such "
        "articles out of it (README.md, “On GitHub Pages”). This is said once."
    )


def _is_first(config: ConfigFields, output: Path) -> bool:
    """Whether this will be the first site in a folder that is made for the public."""
    if config.url:
        return not (output / WITH_ADDRESS).exists()
    return bool(config.repository) and not (output / MARK).exists()

"""/corrections.xml: what was said wrongly and is put right, as Atom (RFC 4287), for whoever relied on it."""

from collections.abc import Sequence

from dossier.exports.feed import LIMIT, News, atom
from dossier.names import title_of
from dossier.pages.apparatus import CORRECTIONS_FEED, dated_corrections
from dossier.pages.divided import correction_anchor
from dossier.pages.edition import Edition
from dossier.pages.framing import Listed


def corrections_xml(edition: Edition, _: Sequence[Listed]) -> bytes | None:
    """The newest corrections, at most LIMIT; None where config.yaml has no `url`, or no correction has a day."""
    config, told = edition.dossier.config, edition.speech
    if not config.url:
        return None
    items = [
        News(
            day=day,
            ref=ref,
            title=told.gettext("Correction: %(title)s", title=title_of(entry)),
            language=entry.fields.language or "",
            anchor=correction_anchor(entry, number),
            summary=told.gettext(
                "It said: %(was)s It now says: %(now)s Why: %(why)s", was=fixed.was, now=fixed.now, why=fixed.why
            ),
        )
        for day, ref, entry, number in dated_corrections(edition.dossier)[:LIMIT]
        for fixed in (entry.fields.corrections[number],)
    ]
    return atom(
        config, CORRECTIONS_FEED, told.gettext("%(title)s: corrections", title=config.title), items, "corrections/"
    )

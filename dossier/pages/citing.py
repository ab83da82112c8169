"""How to cite what a page shows: this dossier's page, by its editors, and a source itself.

The site's style follows the bibliography style of the Chicago Manual: what is not known is left out, a title that editors
supplied stands in brackets, so does a date that is not certain, with `ca.` or a question mark.
"""

from msgspec.structs import replace

from dossier.citable import Work, dossier_work, page_work, source_work
from dossier.dates import Date, needs_reason, say
from dossier.languages import Speech
from dossier.model import AnyEntry, Source
from dossier.names import Ref, title_of
from dossier.pages.edition import Edition, address, canonical
from dossier.pages.referring import CitedWork, CitePanel

_INNER = str.maketrans({"“": "‘", "”": "’", '"': "'", "„": "‚"})
"""Marks within marks (Chicago, 6.11)."""


def cite_page(edition: Edition, ref: Ref, entry: AnyEntry) -> CitePanel:
    """How to cite the page of an entry."""
    return CitePanel(page=_page(edition, ref, entry))


def cite_source(edition: Edition, source: Source) -> CitePanel:
    """How to cite a source, and the page about it."""
    work = source_work(source, edition.persons)
    page = _page(edition, Ref("source", source.id), source)
    return CitePanel(page=page, source=_cited(edition.speech, work, name=source.id))


def cite_dossier(edition: Edition) -> CitePanel:
    """How to cite the dossier as a whole."""
    url = canonical(edition.dossier.config, "")
    work = dossier_work(edition.dossier, url)
    return CitePanel(page=_cited(edition.speech, work, path="" if url else "/", name="dossier"))


def _page(edition: Edition, ref: Ref, entry: AnyEntry) -> CitedWork:
    path = address(ref)
    url = canonical(edition.dossier.config, path)
    title = title_of(entry)
    if ref.kind == "source":
        # The headline alone would say that the article appeared here.
        title = edition.speech.gettext("Source: %(title)s", title=title)
    work = page_work(edition.dossier, ref, entry, title, url)
    days = [date for field, date in entry.dates.items() if field.startswith("corrections.")]
    cited = _cited(edition.speech, work, path="" if url else f"/{path}", name=f"{ref.kind}-{ref.id}")
    return replace(cited, corrected=work.published in days)


def _cited(told: Speech, work: Work, path: str = "", name: str = "") -> CitedWork:
    return CitedWork(
        work=work,
        title=work.shown_title if work.supplied else work.title.translate(_INNER),
        authors=tuple(author.whole for author in work.authors),
        editors=tuple(editor.whole for editor in work.editors),
        published=written_date(told, work.published),
        accessed=written_date(told, work.accessed),
        archived=written_date(told, work.archived),
        path=path,
        name=name,
    )


def written_date(told: Speech, date: Date | None) -> str:
    """A date as references have it: the day without its time, in brackets where it is not certain."""
    if date is None:
        return ""
    marks = {"~": told.gettext("ca. {date}"), "?": told.gettext("{date}?"), "%": told.gettext("ca. {date}?")}
    spans = tuple((replace(first, time="", offset=""), replace(last, time="", offset="")) for first, last in date.spans)
    words = say(replace(date, spans=spans), {**told.dates, **marks})
    return f"[{words}]" if needs_reason(date) else words

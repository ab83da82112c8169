"""The page of what is missing: all gaps by kind, each leading to the entry that lacks something."""

from collections.abc import Iterator, Sequence

from dossier.gaps import Gap, Group, gaps
from dossier.gapwords import resting_words
from dossier.languages import Speech
from dossier.pages.besides import Counted, GapGroup, GapRow
from dossier.pages.divided import page_path
from dossier.pages.edition import Edition, Way, file_of, head
from dossier.pages.spread import ROWS, pagers, spread
from dossier.pages.views import GapsPage, Page

PATH = "gaps/"
_Named = tuple[str, GapRow]
"""A gap as a row, with the name of its kind."""


def gaps_pages(edition: Edition) -> Iterator[Page]:
    """What the dossier lacks, and what its editors answered when they were warned."""
    groups = gaps(edition.dossier, edition.answered, edition.speech)
    each = [(group, gap) for group in groups for gap in group.gaps]
    pages = spread(PATH, each, lambda way, one: (one[0].lack.name, _row(edition, way, one[1])), most=ROWS)
    for way, rows, pager in pagers(PATH, pages):
        view = GapsPage(
            head=head(edition.dossier, way, edition.speech.gettext("What is missing"), "about"),
            groups=tuple(_groups_on(edition.speech, groups, rows)),
            contents=tuple(_contents(edition.speech, way, groups, pages)),
            pager=pager,
        )
        yield Page(file_of(way.path), "gaps.html", view)


def _groups_on(speech: Speech, groups: Sequence[Group], rows: Sequence[_Named]) -> Iterator[GapGroup]:
    """The groups, or the parts of them, that stand on the page of these rows."""
    for group in groups:
        if part := tuple(row for name, row in rows if name == group.lack.name):
            yield GapGroup(
                anchor=group.lack.name,
                heading=speech.gettext(group.lack.heading),
                meaning=speech.gettext(group.lack.meaning),
                remedy=speech.gettext(group.lack.remedy),
                count=len(group.gaps),
                rows=part,
            )


def _contents(
    speech: Speech, way: Way, groups: Sequence[Group], pages: Sequence[Sequence[_Named]]
) -> Iterator[Counted]:
    """The way to where each group begins."""
    begins = {name: number for number, rows in reversed(list(enumerate(pages))) for name, _ in rows}
    for group in groups:
        path = page_path(PATH, begins[group.lack.name])
        anchor = f"#{group.lack.name}"
        href = anchor if path == way.path else f"{way.to(path)}{anchor}"
        yield Counted(href=href, words=speech.gettext(group.lack.heading), count=len(group.gaps))


def _row(edition: Edition, way: Way, gap: Gap) -> GapRow:
    load = resting_words(gap.load, gap.ref.kind, edition.speech)
    return GapRow(
        href=way.to_entry(gap.ref),
        title=gap.title,
        kind=gap.ref.kind,
        words=gap.words,
        load=f"{load[0].upper()}{load[1:]}",
        answer=gap.answer,
        language_of_words="en" if gap.warning else "",
        language=edition.dossier.of(gap.ref.kind)[gap.ref.id].fields.language or "",
    )

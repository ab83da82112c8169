"""The page of what is missing: all gaps by kind, each leading to the entry that lacks something."""

from collections.abc import Iterator, Sequence

from dossier.gaps import Gap, Group, gaps
from dossier.gapwords import resting_words
from dossier.languages import Speech
from dossier.pages.besides import Counted, GapGroup, GapRow
from dossier.pages.edition import Edition, Way, file_of, head
from dossier.pages.rows import ROWS, pagers
from dossier.pages.views import GapsPage, Page


def gaps_pages(edition: Edition) -> Iterator[Page]:
    """What the dossier lacks, and what its editors answered when they were warned."""
    first = Way("gaps/")
    groups = gaps(edition.dossier, edition.answered, edition.speech)
    pages = pagers(sum(len(group.gaps) for group in groups), first, first.path)
    starts = [way.path for way, _, _ in pages]
    for way, rows, pager in pages:
        view = GapsPage(
            head=head(edition.dossier, way, edition.speech.gettext("What is missing"), "about"),
            groups=tuple(_groups_on(edition, way, groups, rows)),
            contents=tuple(_contents(edition.speech, way, groups, starts)),
            pager=pager,
        )
        yield Page(file_of(way.path), "gaps.html", view)


def _groups_on(edition: Edition, way: Way, groups: Sequence[Group], rows: slice) -> Iterator[GapGroup]:
    """The groups, or the parts of them, that stand on the page of these rows of all groups together."""
    before, told = 0, edition.speech
    for group in groups:
        part = group.gaps[max(0, rows.start - before) : max(0, rows.stop - before)]
        before += len(group.gaps)
        if part:
            yield GapGroup(
                anchor=group.lack.name,
                heading=told.gettext(group.lack.heading),
                meaning=told.gettext(group.lack.meaning),
                remedy=told.gettext(group.lack.remedy),
                count=len(group.gaps),
                rows=tuple(_row(edition, way, gap) for gap in part),
            )


def _contents(speech: Speech, way: Way, groups: Sequence[Group], pages: Sequence[str]) -> Iterator[Counted]:
    """The way to where each group begins."""
    before = 0
    for group in groups:
        page = pages[before // ROWS]
        before += len(group.gaps)
        anchor = f"#{group.lack.name}"
        href = anchor if page == way.path else f"{way.to(page)}{anchor}"
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

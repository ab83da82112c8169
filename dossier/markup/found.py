"""What our syntax found in a text, as the model's records: citation groups and wikilinks, with places and with what is wrong."""

from collections.abc import Iterator

from dossier.body import Citation, CitationGroup, Wikilink
from dossier.diagnostics import Place, Problem, problem
from dossier.ids import KINDS, Kind
from dossier.markup.citing import Part
from dossier.markup.inline import FoundGroup, FoundLink, Refused
from dossier.markup.marks import runs
from dossier.markup.places import Marked, spot_in, without_marks


def wikilink(found: FoundLink, marked: Marked) -> Wikilink:
    """`[[claim:id|words]]`; what stands before a colon is a kind only where it is the name of one."""
    line, column = _place(found.written, found.target, marked)
    before, _, rest = found.target.partition(":")
    kind: Kind | None = next((kind for kind in KINDS if rest and kind == before.strip()), None)
    return Wikilink(rest.strip() if kind else found.target, line, column, kind, found.words)


def citation_group(found: FoundGroup, marked: Marked) -> CitationGroup:
    """A group's place is that of its first citation."""
    texts = (found.texts[n : n + 4] for n in range(0, len(found.texts), 4))
    citations = tuple(_citation(part, rendered, marked) for part, rendered in zip(found.parts, texts, strict=True))
    return CitationGroup(citations, citations[0].line, citations[0].column, found.in_text, found.said_by)


def _citation(part: Part, texts: tuple[str, ...], marked: Marked) -> Citation:
    prefix, locator, suffix, quote = texts
    line, column = _place(part.key_at, f"@{part.key}", marked)
    has_quote = part.quote is not None
    quote_line, quote_column = _place(part.quote_at, part.quote_at[:1], marked) if has_quote else (0, 0)
    return Citation(
        source=part.key,
        line=line,
        column=column,
        prefix=prefix,
        locator=locator,
        suffix=suffix,
        quote=quote if has_quote else None,
        quote_line=quote_line,
        quote_column=quote_column,
        suppress_author=part.suppress_author,
    )


def group_problems(found: FoundGroup, group: CitationGroup, path: str) -> Iterator[Problem]:
    """Quotation marks in a citation that lead nowhere: words beside its one quotation, marks without a partner."""
    for part, citation in zip(found.parts, group.citations, strict=True):
        place = Place(path, citation.line, citation.column)
        for loose in part.loose:
            words = without_marks(loose)
            hint = "a citation has one quotation, behind its key; give this one a citation of its own"
            yield problem(place, "unsourced-quote", f"{words} stands beside the quotation of @{part.key}", hint)
        if part.unclosed:
            message = f"a quotation mark in the citation of @{part.key} has no partner"
            yield problem(place, "unclosed-quote", message, "close it")


def link_problems(link: Wikilink, path: str) -> Iterator[Problem]:
    """Words in double marks that a link shows: they are no part of the text in which quotations are looked for."""
    for start, end in runs(link.words)[0]:
        message = f"{link.words[start:end]} stands in a link's words, where it has no source"
        yield problem(Place(path, link.line, link.column), "unsourced-quote", message, "set the marks around the link")


def refused_attribute(refused: Refused, marked: Marked, path: str) -> Problem:
    line, column = _place(refused.written, refused.attribute, marked)
    message = f"{{{refused.attribute}}} is no attribute that may stand here"
    return problem(Place(path, line, column), "bad-value", message, refused.may_stand)


def words_place(words: str, near: int, marked: Marked) -> tuple[int, int]:
    """Line and column where the file has these words, on the line that is nearest to `near`; (near, 1) where nowhere."""
    found = [
        (abs(number - near), number, line.find(words)) for number, line in enumerate(marked.lines, marked.first_line)
    ]
    _, number, at = min((one for one in found if one[2] >= 0), default=(0, near, 0))
    return number, at + 1


def _place(written: str, words: str, marked: Marked) -> tuple[int, int]:
    """Line and column by the mark in what is written; without one, where the file has the words first."""
    line, column = spot_in(written, marked)
    return (line, column) if line else words_place(words, marked.first_line, marked)

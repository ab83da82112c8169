"""A folded text opened for search: where words stand in it, cut only where they may be, and what stands beside them."""

from bisect import bisect_right
from collections.abc import Iterator

from msgspec import Struct

from dossier import wording
from dossier.folding import Folded, plain
from dossier.speech import UNSURE

MOST_OCCURRENCES = 5_000
"""As many are looked at of any words, fewer of very many words, so that the work is linear in the text's length."""
_MOST_COMPARED = 10_000_000
_BESIDE = 60
"""How many characters of `joined` count as beside."""


class Run(Struct, frozen=True):
    """Where words stand: tokens [first, end), and their range in `joined` from blank to blank."""

    first: int
    end: int
    at: int
    to: int


class OpenText:
    """A folded text with its arrays opened; tokens are given by their number."""

    def __init__(self, folded: Folded) -> None:
        self.joined = folded.joined
        self.tight = folded.tight
        self.spans = memoryview(folded.spans).cast("I")
        self.speech = memoryview(folded.speech).cast("H")
        self.firsts = memoryview(folded.firsts).cast("I")
        self._found: dict[tuple[str, ...], list[Run]] = {}

    def occurrences(self, words: tuple[str, ...]) -> list[Run]:
        """Where folded words stand, in order; looked for once, though a quotation may be read in several ways."""
        if words not in self._found:
            self._found[words] = list(self._occurrences(words))
        return self._found[words]

    def _occurrences(self, words: tuple[str, ...]) -> Iterator[Run]:
        needle = f" {' '.join(words)} "
        first = counted = 0
        at = self.joined.find(needle)
        for _ in range(min(MOST_OCCURRENCES, _MOST_COMPARED // len(needle) + 1)):
            if at < 0:
                return
            first += self.joined.count(" ", counted, at) - self.joined.count("\n", counted, at)
            counted = at
            run = Run(first, first + len(words), at, at + len(needle) - 1)
            if self._may_cut(run.first, run.at) and self._may_cut(run.end, run.to):
                yield run
            at = self.joined.find(needle, at + 1)

    def _may_cut(self, token: int, at: int) -> bool:
        if token == len(self.tight):
            return True
        if self.tight[token]:
            return False
        return not (wording.may_cut_number(self.joined, at) and wording.cuts_number(self.before(at), self.after(at)))

    def start(self, token: int) -> int:
        """Where a token starts in the text."""
        return self.spans[2 * token]

    def end(self, token: int) -> int:
        """Where the token before this one ends in the text."""
        return self.spans[2 * token - 1]

    def block(self, token: int) -> int:
        """The number of the block that a token stands in."""
        return bisect_right(self.firsts, token) - 1

    def next_block(self, token: int) -> int:
        """The first token of the next block that has any; else one past the last token."""
        number = bisect_right(self.firsts, token)
        return self.firsts[number] if number < len(self.firsts) else len(self.tight)

    def begins_block(self, token: int) -> bool:
        return self.firsts[self.block(token)] == token

    def speech_before(self, token: int) -> int:
        """The number of the speech that goes on up to a token; into another block only if that begins with a mark again."""
        if token == 0 or (self.begins_block(token) and self.speech[token - 1] != self.speech[token]):
            return 0
        return self.speech[token - 1]

    def is_direct(self, run: Run) -> bool:
        """Whether all words of a run stand inside the text's own marks of speech."""
        words = self.words(run.at, run.to)
        return all(0 < self.speech[run.first + i] < UNSURE for i, word in enumerate(words) if wording.has_word(word))

    def words(self, at: int, to: int) -> list[str]:
        """The folded words between two blanks of `joined`."""
        return [word for word in self.joined[at:to].replace("\n", " ").split(" ") if word]

    def before(self, at: int, since: int = 0) -> str:
        """What reads before a place of `joined`: as much as counts, of its block, and not from before `since`."""
        return plain(self.joined[max(since, at - _BESIDE) : at].rpartition("\n")[2])

    def after(self, at: int, until: int | None = None) -> str:
        """What reads after a place of `joined`: as much as counts, of its block, and not beyond `until`."""
        to = at + _BESIDE if until is None else min(until, at + _BESIDE)
        return plain(self.joined[at:to].partition("\n")[0])

"""Which entry is which after a dossier was edited: by id, by an alias that leads from the old address, or by what it says."""

from collections.abc import Mapping
from functools import cached_property

from dossier.ids import KINDS
from dossier.link import Dossier
from dossier.model import AnyEntry
from dossier.names import Ref, title_of
from dossier.pages.apparatus import old_way
from dossier.pages.edition import address, file_of
from dossier.stated import fold_words


class Moves:
    """From entries of an earlier state to those of a later one."""

    def __init__(self, before: Dossier, after: Dossier) -> None:
        self.before, self.after = before, after

    def now(self, ref: Ref) -> Ref | None:
        """The entry that an earlier one has become; None where it is gone."""
        if ref.id in self.after.of(ref.kind):
            return ref
        led = self._aliases.get(file_of(address(ref)))
        return led if led and led.kind == ref.kind else self._alike(ref)

    @cached_property
    def renamed(self) -> Mapping[Ref, Ref]:
        """What entries are called now, by what they were called, where that differs."""
        found = ((ref, self.now(ref)) for ref, _ in self.before.entries())
        return {ref: now for ref, now in found if now and now != ref}

    @cached_property
    def _aliases(self) -> Mapping[str, Ref]:
        return {
            file_of(old_way(alias).path): ref for ref, entry in self.after.entries() for alias in entry.fields.aliases
        }

    def _alike(self, ref: Ref) -> Ref | None:
        """A new entry with the same title, or the same text."""
        entry = self.before.of(ref.kind)[ref.id]
        titles, texts = self._new[0].get((ref.kind, *_title(entry))), self._new[1].get((ref.kind, *_text(entry)))
        return titles or (texts if entry.body.text.strip() else None)

    @cached_property
    def _new(self) -> tuple[Mapping[tuple[str, ...], Ref], Mapping[tuple[str, ...], Ref]]:
        """The entries that were not there before, by kind and title, and by kind and text."""
        refs = [Ref(kind, id_) for kind in KINDS for id_ in self.after.of(kind) if id_ not in self.before.of(kind)]
        entries = [(ref, self.after.of(ref.kind)[ref.id]) for ref in refs]
        return (
            {(ref.kind, *_title(entry)): ref for ref, entry in entries},
            {(ref.kind, *_text(entry)): ref for ref, entry in entries},
        )


def _title(entry: AnyEntry) -> tuple[str, ...]:
    return fold_words(title_of(entry))


def _text(entry: AnyEntry) -> tuple[str, ...]:
    return fold_words(entry.body.text)

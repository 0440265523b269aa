"""Who has said which text, and who has committed to it first (protocol.md, Behaviour; D24, D42)."""

from typing import Any, NamedTuple

from .canonical import counted, u8
from .digests import digest, text_fingerprint
from .documents import REVIEW
from .state import Subject, first_round

BY_AUTHOR, ON_SUBJECT, COMMITTED = 1, 2, 3


def text_mark(kind, text, of=bytes(32)):
    return digest("text-mark", u8(kind) + text + of)


def commitment_of(entry):
    """What the author must have committed to: H(domain, account, text, salt)."""
    return digest("text-commitment", entry.sender + counted(entry.body.note) + entry.salt)


class Claim(NamedTuple):
    """What is remembered of a review's text."""

    text: bytes
    by_author: bytes
    on_subject: bytes
    committed: bytes
    committed_in: Any

    @staticmethod
    def of(entry, parent):
        """Only a commitment of an earlier block counts."""
        text = text_fingerprint(entry.body.note)
        committed_in = None if entry.salt is None else first_round(parent.commitments, commitment_of(entry))
        return Claim(
            text, text_mark(BY_AUTHOR, text, entry.sender),
            text_mark(ON_SUBJECT, text, Subject.key_of(entry.body.subject)), text_mark(COMMITTED, text), committed_in)


class BlockTexts:
    """What a block's reviews say, and which of them is a copy (PoR §8.3 spamming)."""

    def __init__(self, parent):
        self.parent = parent
        self.marks, self.commitments = set(), set()
        self.committed = set()  # Texts of this block's reviews whose authors had committed

    def look_ahead(self, payset):
        """Whoever had committed is no copier of those who say the same in one block, wherever they stand."""
        for entry in payset:
            if entry.kind == REVIEW and entry.salt is not None:
                claim = Claim.of(entry, self.parent)
                if claim.committed_in is not None:
                    self.committed.add(claim.text)

    def is_copy(self, claim):
        if self.is_known(claim.by_author):
            return True
        if claim.committed_in is not None:
            return any(self.is_known_at(mark, claim.committed_in) for mark in (claim.on_subject, claim.committed))
        return (self.is_known(claim.on_subject) or self.is_known(claim.committed)
                or claim.text in self.committed)

    def add(self, claim):
        self.marks |= {claim.by_author, claim.on_subject}
        if claim.committed_in is not None:
            self.marks.add(claim.committed)

    def is_known(self, mark):
        return mark in self.marks or first_round(self.parent.texts, mark) is not None

    def is_known_at(self, mark, round_):
        first = first_round(self.parent.texts, mark)
        return first is not None and first <= round_

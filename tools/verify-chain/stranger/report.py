"""What was checked, and what differs."""

from collections import Counter
from typing import Any, NamedTuple


def shown(value):
    """A value as a person reads it."""
    if isinstance(value, bytes):
        return value.hex()
    return "none" if value is None else str(value)


class Difference(NamedTuple):
    round: int
    file: str
    place: str
    theirs: str
    ours: str
    by_crypto: bool

    def __str__(self):
        return "round %d, %s, %s: theirs %s, ours %s" % (
            self.round, self.file, self.place, self.theirs, self.ours)


class RoundFacts(NamedTuple):
    """What a certificate was checked against, and what its leader won; no leader in an empty block."""

    round: int
    weight: int     # W
    threshold: int  # t_H
    seats: int      # of all votes
    leader: Any
    leader_seats: int
    output: Any     # of the leader's credential


class Report:
    """Collects over one chain. Who checks says where it is; the file and round are those that are open."""

    def __init__(self):
        self.checked = Counter()
        self.differences = []
        self.rounds = []
        self.sensitive = []  # (round, review's id, author, commitment), of reviews that carry one
        self.round = 0
        self.file = ""

    def open(self, file, round_):
        self.file, self.round = file, round_

    def differ(self, place, theirs, ours, by_crypto=False):
        self.differences.append(
            Difference(self.round, self.file, place, shown(theirs), shown(ours), by_crypto))

    def same(self, place, theirs, ours):
        """Notes a difference unless both are equal."""
        if theirs == ours:
            return True
        self.differ(place, theirs, ours)
        return False

    def hold(self, place, holds, theirs, ours, by_crypto=False):
        """Notes a difference unless a rule holds; ours says what would be right."""
        if not holds:
            self.differ(place, theirs, ours, by_crypto)
        return holds

    def count(self, what, times=1):
        self.checked[what] += times

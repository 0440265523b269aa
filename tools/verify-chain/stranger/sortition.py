"""Seats by exact binomials (protocol.md, Selection; D4)."""

from bisect import bisect_left
from fractions import Fraction

LARGEST = (1 << 64) - 1


class Thresholds:
    """floor((2^64 - 1) * CDF(j; w, p)) for j = 0, 1, ...: integers alone, as many as were asked for."""

    def __init__(self, weight, p):
        self.weight = weight
        self.success, self.failure = p.numerator, p.denominator - p.numerator
        self.whole = p.denominator ** weight
        self.term = self.failure ** weight  # of j, over the whole
        self.sum = 0
        self.values = []

    def seats(self, x):
        """The least j below w with x at most its threshold; w if there is none."""
        while (not self.values or self.values[-1] < x) and len(self.values) < self.weight:
            j = len(self.values)
            self.sum += self.term
            self.values.append(LARGEST * self.sum // self.whole)
            self.term = self.term * (self.weight - j) * self.success // ((j + 1) * self.failure)
        return bisect_left(self.values, x)


_cache = {}


def seats(x, weight, total, expected):
    """How many seats x, the first 8 bytes of an output, wins for a weight."""
    if x == 0:
        return 0
    if expected >= total:
        return weight
    p = Fraction(expected, total)
    key = (weight, p)
    if key not in _cache:
        _cache[key] = Thresholds(weight, p)
    return _cache[key].seats(x)


def lot(view, step, member, output):
    """The seats that a credential's output wins in a step."""
    return seats(int.from_bytes(output[:8], "big"), member.weight, view.total, view.expected_seats(step))

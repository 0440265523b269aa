"""Seats by exact binomials (protocol.md, Selection; D4)."""

from bisect import bisect_left
from fractions import Fraction

from .digests import digest

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


class WideThresholds:
    """The same for large weights, where whole fractions are too long: bounds that leave one floor, or more bits."""

    def __init__(self, weight, p):
        self.weight, bits, values = weight, 128, None
        while values is None:
            values = self._within(weight, p.numerator, p.denominator - p.numerator, bits)
            bits *= 2
        self.first, self.values = values

    @staticmethod
    def _within(weight, success, failure, bits):
        """Thresholds from the first that is not 0 on; None if the bits are too few.

        Terms are taken relative to that of the mode and rounded down, outwards from it. Each is short by at most as
        many units as it is steps away, since ratios away from the mode are at most 1; what comes after the first 0 is
        as small. So a sum is short by at most `error`.
        """
        mode = (weight + 1) * success // (success + failure)
        below, term = [], 1 << bits
        for i in range(mode, 0, -1):
            term = term * i * failure // ((weight - i + 1) * success)
            if term == 0:
                break
            below.append(term)
        terms, term = below[::-1], 1 << bits
        first = mode - len(below)
        for i in range(mode, weight + 1):
            if term == 0:
                break
            terms.append(term)
            term = term * (weight - i) * success // ((i + 1) * failure)
        error = (weight + 1) * (len(terms) + 2)
        total, known, values = sum(terms), 0, []
        if LARGEST * error // total > 0:
            return None
        for term in terms[:weight - first]:
            known += term
            least, most = LARGEST * known // (total + error), min(LARGEST - 1, LARGEST * (known + error) // total)
            if least != most:
                return None
            values.append(least)
            if least == LARGEST - 1:
                return first, values
        return (first, values) if first + len(terms) > weight else None

    def seats(self, x):
        at = bisect_left(self.values, x)
        return self.weight if at == len(self.values) else self.first + at


WIDE = 2_000
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
        _cache[key] = (Thresholds if weight <= WIDE else WideThresholds)(weight, p)
    return _cache[key].seats(x)


def rights(view, member, output):
    """How many rights to sponsor a credential of step 1 draws (D41)."""
    if view.parameters.admission is None:
        return 0
    numerator, denominator = view.parameters.admission.rate
    expected, total = view.eligible * numerator, view.total * denominator
    cut = max(0, total.bit_length() - 63)
    lot_ = int.from_bytes(digest("sponsor-lot", output)[:8], "big")
    return seats(lot_, member.weight, total >> cut, max(1, expected >> cut))


def lot(view, step, member, output):
    """The seats that a credential's output wins in a step."""
    return seats(int.from_bytes(output[:8], "big"), member.weight, view.total, view.expected_seats(step))

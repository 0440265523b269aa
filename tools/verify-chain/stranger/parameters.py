"""The protocol's parameters, P in protocol.md, as genesis holds them (chain-format.md, Files)."""

from fractions import Fraction
from types import SimpleNamespace
from typing import NamedTuple

ROUNDS_MAX = 1_000_000
DAY_MS = 86_400_000


def ratio(r):
    numerator, denominator = r.i32(), r.i32()
    r.require(numerator >= 0 and denominator >= 1, "a ratio must be at least 0")
    return Fraction(numerator, denominator)


def optional_ratio(r):
    return r.optional(ratio)


def optional_i64(r):
    return r.optional(lambda reader: reader.i64())


def i32(r):
    return r.i32()


def i64(r):
    return r.i64()


class Admission(NamedTuple):
    """How newcomers become eligible (D41)."""

    rate: tuple  # As it stands: not reduced.
    right_rounds: int
    ageing: int
    liability: int

    @staticmethod
    def read(r):
        return Admission((r.i32(), r.i32()), r.i32(), r.i32(), r.i32())

    def bounds(self):
        numerator, denominator = self.rate
        yield 1 <= numerator <= denominator <= 1_000_000, "the admission rate must be above 0 and at most 1"
        yield 1 <= self.right_rounds <= ROUNDS_MAX, "a right must last 1..1,000,000 rounds"
        yield 0 <= min(self.ageing, self.liability) <= max(self.ageing, self.liability) <= ROUNDS_MAX, \
            "ageing and liability must take 0..1,000,000 rounds"


def optional_admission(r):
    return r.optional(Admission.read)


def u8(r):
    return r.u8()


def boolean(r):
    return r.boolean()


# In the order of their bytes: a new parameter is one line here.
FIELDS = (
    ("quantile", ratio), ("cap", optional_ratio), ("admission", optional_admission),
    ("committee_size", optional_i64), ("proposers", optional_i64),
    ("certificate_ratio", ratio), ("stake_kind", u8), ("look_back", i32), ("stake_look_back", i32),
    ("small_lambda", i64), ("big_lambda", i64), ("leader_ms", i64), ("verifier_ms", i64), ("fixed_start", boolean),
    ("block_time_window", i64), ("review_time_window", i64), ("transactions_max", i32), ("bytes_max", i32),
    ("lifetime", i32), ("tolerance", i32), ("faults_to_reject", i32), ("full_band", i32), ("half_band", i32),
    ("full_step", i32), ("half_step", i32), ("blacklist_rounds", i32), ("evidence_rounds", i32),
    ("no_confidence_ratio", ratio),
    ("interval_ms", i64), ("window_ms", i64), ("banned_weight_max", ratio), ("duplicate_rounds", i32),
    ("one_sided_reviews", i32), ("one_sided_incongruent", i32), ("burst_window_ms", i64), ("burst_accounts", i32),
    ("outlier_points", i32), ("outlier_subject_reviews", i32), ("outlier_reviews", i32), ("outlier_share", ratio),
    ("category_reviews", i32), ("gain_max", i32), ("gain_window_ms", i64),
    ("bias_reviews", i32),
)

REPUTATION, TOKENS = 0, 1


class Parameters(SimpleNamespace):
    """Immutable by custom."""

    @staticmethod
    def read(r):
        parameters = Parameters(**{name: read(r) for name, read in FIELDS})
        for holds, what in parameters.bounds():
            r.require(holds, what)
        return parameters

    def bounds(self):
        """What the page says of each parameter's bounds."""
        half = Fraction(1, 2)
        yield max(self.quantile, self.banned_weight_max, self.outlier_share) <= 1, "a share must be at most 1"
        yield self.cap is None or self.cap > 0, "the weight cap must be above 0"
        if self.admission is not None:
            yield from self.admission.bounds()
        yield all(size is None or size >= 1 for size in (self.committee_size, self.proposers)), \
            "a committee's size must be 1 or more"
        yield all(half < share <= 1 for share in (self.certificate_ratio, self.no_confidence_ratio)), \
            "a threshold must be above 1/2 and at most 1"
        yield self.stake_kind in (REPUTATION, TOKENS), "the stake must be reputation or tokens"
        yield self.look_back >= 0 and self.stake_look_back >= 1, "the look-backs must be 0 and 1 rounds or more"
        yield 1 <= self.small_lambda <= self.big_lambda, "lambda must be at least 1 ms, and Lambda at least lambda"
        times = (self.leader_ms, self.verifier_ms, self.block_time_window, self.review_time_window,
                 self.interval_ms, self.window_ms, self.burst_window_ms, self.gain_window_ms)
        yield min(times) >= 0, "times must be 0 ms or more"
        yield max(self.small_lambda, self.big_lambda, self.leader_ms, self.verifier_ms) <= DAY_MS, \
            "lambda, Lambda and the budgets must be at most a day"
        yield self.transactions_max >= 1 and self.bytes_max >= 16_384 and self.lifetime >= 1, \
            "a block must hold a transaction and 16 KiB, a transaction live a round"
        yield 0 <= self.tolerance <= 100 and self.faults_to_reject >= 1, "tolerance or faults are out of range"
        yield 0 <= self.full_band <= self.half_band <= 100, "the bands must be 0 <= full <= half <= 100"
        yield self.full_step >= 0 and self.half_step >= 0, "the steps must be 0 or more"
        yield self.blacklist_rounds >= 1 and self.evidence_rounds >= 1, "rounds must be 1 or more"
        yield max(self.look_back, self.stake_look_back, self.blacklist_rounds, self.evidence_rounds) <= ROUNDS_MAX, \
            "rounds must be at most 1,000,000"
        yield 1 <= self.outlier_points <= 100, "an outlier's distance must be 1..100 points"
        yield min(self.duplicate_rounds, self.one_sided_reviews, self.one_sided_incongruent, self.outlier_reviews,
                  self.category_reviews, self.gain_max, self.bias_reviews) >= 0, "counts must be 0 or more"
        yield self.burst_accounts >= 1 and self.outlier_subject_reviews >= 1, "counts must be 1 or more"

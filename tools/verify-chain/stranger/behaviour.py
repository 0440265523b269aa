"""Congruence, adjustment and behaviour of reviews (protocol.md, Reviews and adjustments, Behaviour)."""

from .documents import CONGRUENT, INCONGRUENT, MOSTLY_CONGRUENT, REPUTATION_MAX
from .state import History

(SHORT_INTERVAL, TOO_FREQUENT, DUPLICATE_TEXT, ONE_SIDED, BURST, OUTLIER, WRONG_SUBJECT, BIASED) = (
    1 << i for i in range(8))
FLAGS = {
    SHORT_INTERVAL: "short interval", TOO_FREQUENT: "too frequent", DUPLICATE_TEXT: "duplicate text",
    ONE_SIDED: "one-sided", BURST: "burst", OUTLIER: "outlier", WRONG_SUBJECT: "wrong subject",
    BIASED: "biased",
}
BLACKLISTING = SHORT_INTERVAL | TOO_FREQUENT
SPAM = BLACKLISTING | DUPLICATE_TEXT | BURST  # Such a review shapes no majority.

WINDOW_REVIEWS = 100
VOICES_MAX = 32
BIASES_MAX = 8


def congruence(review, score, parameters):
    """The distance of score and rating, compared without division (PoR §3.6; D20, D21)."""
    scale = review.max - review.min
    distance = abs(score * scale - 100 * (review.value - review.min))
    if distance <= parameters.full_band * scale:
        return CONGRUENT
    return MOSTLY_CONGRUENT if distance <= parameters.half_band * scale else INCONGRUENT


def adjustment(verdict, reputation, parameters, author, time):
    """Additive increase within the limit of its window, multiplicative decrease (PoR §3.6, §6.7; D43)."""
    gain = {
        CONGRUENT: parameters.full_step, MOSTLY_CONGRUENT: parameters.half_step,
        INCONGRUENT: reputation // 2 - reputation,
    }.get(verdict, 0)
    left = max(0, parameters.gain_max - author.gained_at(parameters, time))
    return min(gain, REPUTATION_MAX - reputation, gain if parameters.gain_max == 0 else left)


def is_short_interval(p, review, time, author):
    """Too short after one's previous review, by both clocks (PoR §8.1; D23)."""
    return (author.written_at is not None
            and abs(review.written_at - author.written_at) < p.interval_ms
            and time - author.block_times[-1] < p.interval_ms)


def is_too_frequent(p, time, author):
    """The 100th review back lies too short a time ago (PoR §8.3 spamming)."""
    return len(author.block_times) == WINDOW_REVIEWS and time - author.block_times[0] < p.window_ms


def is_one_sided(p, review, verdict, author):
    """One-sided ratings together with incongruence (PoR §8.1 biased)."""
    reviews = author.reviews + 1
    if p.one_sided_reviews == 0 or reviews < p.one_sided_reviews or review.side == 0:
        return False
    on_side = 1 + (author.low if review.side < 0 else author.high)
    incongruent = author.incongruent + (verdict == INCONGRUENT)
    return 10 * on_side >= 9 * reviews and incongruent >= p.one_sided_incongruent and 5 * incongruent >= reviews


def within_burst(p, sender, time, subject):
    """The other accounts that reviewed a subject lately."""
    return [r for r in subject.recent if r[0] != sender and time - r[1] < p.burst_window_ms]


def is_burst(p, sender, time, subject):
    """A burst of accounts on one subject (PoR §8.3 ballot-stuffing, bad-mouthing)."""
    return p.burst_window_ms > 0 and 1 + len(within_burst(p, sender, time, subject)) >= p.burst_accounts


def is_outlier(p, review, subject):
    """A rating far from the subject's mean (PoR §8.1)."""
    return (subject.reviews >= p.outlier_subject_reviews
            and abs(review.basis_points * subject.reviews - subject.rating_sum)
            >= 100 * p.outlier_points * subject.reviews)


def is_frequent_outlier(p, review, author, subject):
    """An outlier too often; one alone proves nothing (PoR §8.1)."""
    outliers = author.outliers + 1
    return (p.outlier_reviews > 0 and is_outlier(p, review, subject) and outliers >= p.outlier_reviews
            and outliers >= p.outlier_share * (author.reviews + 1))


def settled_category(p, subject):
    """What so many accounts with more than half of the weight that has spoken name (D24)."""
    weights = {}
    for _, category, weight in subject.voices:
        weights.setdefault(category, []).append(weight)
    spoken = sum(weight for _, _, weight in subject.voices)
    return next((category for category, of in weights.items()
                 if len(of) >= p.category_reviews and 2 * sum(of) > spoken), None)


def is_wrong_subject(p, review, subject):
    """Another category than the settled one (PoR §8.1 irrelevant)."""
    settled = settled_category(p, subject)
    return p.category_reviews > 0 and review.category != b"" and settled is not None and settled != review.category


def category_of(p, review, subject):
    """The settled category, else what the review says (D46)."""
    settled = settled_category(p, subject) if p.category_reviews > 0 else None
    return review.category if settled is None else settled


def is_above_mean(review, subject):
    return review.basis_points * subject.reviews > subject.rating_sum


def is_biased(p, review, author, subject):
    """One category far from everybody else, always to one side (PoR §8.1 biased; D46)."""
    category = category_of(p, review, subject)
    if p.bias_reviews == 0 or category == b"" or not is_outlier(p, review, subject):
        return False
    is_above = is_above_mean(review, subject)
    counts = [count if side == is_above else -1 for of, side, count in author.biases if of == category] or [0]
    return counts[0] >= 0 and counts[0] + 1 >= p.bias_reviews


def biases_after(p, biases, review, subject, flags):
    """An outlier of the counted side adds one; any other review without flags takes one off (D46)."""
    category, outlier = category_of(p, review, subject), is_outlier(p, review, subject)
    if p.bias_reviews == 0 or category == b"":
        return biases
    is_above = outlier and is_above_mean(review, subject)
    found = [bias for bias in biases if bias[0] == category]
    others = [bias for bias in biases if bias[0] != category]
    if not found:
        if not outlier:
            return biases
        if len(others) == BIASES_MAX:
            others.remove(min(others, key=lambda bias: bias[2]))  # Of equal ones the first.
        return tuple(sorted(others + [(category, is_above, 1)]))
    _, side, count = found[0]
    if outlier and side == is_above:
        count = min(count + 1, p.bias_reviews)
    elif not flags:
        count -= 1
    return tuple(sorted(others + [(category, side, count)] * (count > 0)))


def flags_of(p, entry, time, verdict, author, subject, is_known_text):
    """What is seen in a review: functions of agreed state, block time and the payset before it (D23, D24)."""
    review = entry.body
    seen = (
        (SHORT_INTERVAL, is_short_interval(p, review, time, author)),
        (TOO_FREQUENT, is_too_frequent(p, time, author)),
        (DUPLICATE_TEXT, is_known_text and p.duplicate_rounds > 0),
        (ONE_SIDED, is_one_sided(p, review, verdict, author)),
        (BURST, is_burst(p, entry.sender, time, subject)),
        (OUTLIER, is_frequent_outlier(p, review, author, subject)),
        (WRONG_SUBJECT, is_wrong_subject(p, review, subject)),
        (BIASED, is_biased(p, review, author, subject)),
    )
    return sum(flag for flag, holds in seen if holds)


def history_after(p, author, review, time, verdict, subject, flags, gain):
    """Public metadata of an author after one more review (PoR §3.1)."""
    gained, has_gained = author.gained_at(p, time), gain > 0 and p.gain_max > 0
    return History(
        author.reviews + 1, author.low + (review.side < 0), author.high + (review.side > 0),
        author.incongruent + (verdict == INCONGRUENT), author.outliers + is_outlier(p, review, subject),
        review.written_at, time if has_gained and gained == 0 else author.gain_since,
        gained + gain if has_gained else author.gained, (author.block_times + (time,))[-WINDOW_REVIEWS:],
        biases_after(p, author.biases, review, subject, flags))


def subject_after(p, subject, entry, time, flags, weight):
    """A subject's statistics after one more review (PoR §8.1, §8.3)."""
    recent = ()
    if p.burst_window_ms > 0:
        recent = (*within_burst(p, entry.sender, time, subject), (entry.sender, time))[-p.burst_accounts:]
    subject = subject._replace(recent=recent)
    if flags & SPAM:
        return subject
    review = entry.body
    subject = subject._replace(reviews=subject.reviews + 1, rating_sum=subject.rating_sum + review.basis_points)
    if review.category == b"" or weight == 0:
        return subject
    return subject._replace(voices=voices_after(subject.voices, (entry.sender, review.category, weight)))


def voices_after(voices, said):
    """One voice an account, its latest; without room the lightest gives way to a heavier one (D24)."""
    voices = [voice for voice in voices if voice[0] != said[0]]
    if len(voices) == VOICES_MAX:
        lightest = min(voices, key=lambda voice: voice[2])  # Of equal ones the first.
        if lightest[2] >= said[2]:
            return tuple(voices)
        voices.remove(lightest)
    return tuple(sorted(voices + [said]))

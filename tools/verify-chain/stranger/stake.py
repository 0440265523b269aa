"""Who may speak in a round, and with which weight (protocol.md, Reputation and stake)."""

from fractions import Fraction
from math import ceil, floor
from typing import NamedTuple

from .parameters import TOKENS


class Member(NamedTuple):
    key: bytes
    vrf_key: bytes
    root: bytes
    weight: int


class StakeTable(NamedTuple):
    weights: dict  # key -> weight, of the eligible
    total: int     # W
    is_fallback: bool


def stake_of(account, parameters):
    """Reputation, or tokens to compare the two (PoR §3.4, D38)."""
    return account.balance if parameters.stake_kind == TOKENS else account.reputation


def has_entered(account, round_, parameters):
    """A newcomer weighs only after k rounds and a congruent review (PoR §3.8)."""
    return account.is_genesis or (
        account.has_congruent and account.registered is not None
        and account.registered <= round_ - parameters.look_back)


def quantile(ascending, q):
    """Q(q), interpolated as in PoR §6.3.2."""
    h = q * (len(ascending) + 1)
    j = floor(h)
    if j < 1:
        return Fraction(ascending[0])
    if j >= len(ascending):
        return Fraction(ascending[-1])
    low, high = ascending[j - 1], ascending[j]
    return low + (h - j) * (high - low)


def weight_of(account, round_, parameters, cap):
    """The stake, at most the cap, and of a sponsored account at most its age's share of it (D1, D41)."""
    stake = stake_of(account, parameters)
    most = stake if cap is None else cap
    if account.sponsor is not None and parameters.admission is not None:
        age, ageing = round_ - account.registered, parameters.admission.ageing
        if age < ageing:
            most = most * age // ageing
    return min(stake, most)


def cap_after(before, accounts, round_, parameters):
    """The cap of the state after a block: c weighted medians, at least 1; None without one (D1)."""
    if parameters.cap is None:
        return None
    counted = [
        (stake_of(a, parameters), weight_of(a, round_ + 1, parameters, before)) for a in accounts
        if has_entered(a, round_ + 1, parameters) and not a.is_banned(round_ + 1)]
    counted = sorted(entry for entry in counted if entry[1] >= 1)
    if not counted:
        return 1 if before is None else before
    whole, total = sum(weight for _, weight in counted), 0
    for stake, weight in counted:
        total += weight
        if 2 * total >= whole:
            return max(1, floor(parameters.cap * stake))
    raise AssertionError("the sum of all weights reaches half of them")


def stake_table(state, round_, is_banned):
    """Eligibility, minimum stake, cap and W (PoR §3.3, §3.4, §6.3.2; D1, D35, D41)."""
    parameters = state.parameters
    entered = [a for a in state.accounts.entries.values() if has_entered(a, round_, parameters)]
    considered = [a for a in entered if not is_banned(a) and weight_of(a, round_, parameters, state.cap) >= 1]
    if not considered:
        return StakeTable({a.key: 1 for a in entered}, len(entered), True)
    stakes = sorted(stake_of(a, parameters) for a in considered)
    minimum = quantile(stakes, parameters.quantile)
    weights = {
        account.key: weight_of(account, round_, parameters, state.cap) for account in considered
        if stake_of(account, parameters) >= minimum}
    return StakeTable(weights, sum(weights.values()), False)


def table_of_round(state, round_):
    return stake_table(state, round_, lambda account: account.is_banned(round_))


def table_without_behaviour(state, round_):
    """As if behaviour had banned nobody: what the cap on such bans is a share of (D24)."""
    return stake_table(state, round_, lambda account: account.evidence_until >= round_)


class View:
    """Who may speak in the round after a state (D5, D35)."""

    def __init__(self, stake_state, parent):
        self.parameters = parent.parameters
        self.network = parent.genesis.network
        self.round = parent.round + 1
        self.parent = parent.block
        self.seed = parent.seed
        table = table_of_round(stake_state, self.round)
        self.total = table.total
        self.eligible = len(table.weights)  # E, those who were banned since included
        speaking = table.weights
        if not table.is_fallback:
            speaking = {
                key: weight for key, weight in table.weights.items()
                if not parent.accounts.get(key).is_banned(self.round)} or table.weights
        self.members = {}
        for key, weight in speaking.items():
            account = stake_state.accounts.get(key)
            self.members[key] = Member(key, account.vrf_key, account.root, weight)

    def expected_seats(self, step):
        """τ capped at W, or n_1 for proposers (D2)."""
        seats = self.parameters.proposers if step == 1 else self.parameters.committee_size
        return self.total if seats is None else min(seats, self.total)

    def share(self, ratio):
        return max(1, ceil(ratio * self.expected_seats(2)))

    @property
    def certificate_threshold(self):
        """t_H (D2)."""
        return self.share(self.parameters.certificate_ratio)

    @property
    def no_confidence_threshold(self):
        """Seats that blacklist a leader (D13)."""
        return self.share(self.parameters.no_confidence_ratio)

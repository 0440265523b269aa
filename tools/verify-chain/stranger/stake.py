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


def stake_table(state, round_, is_banned):
    """Eligibility, minimum stake, cap and W (PoR §3.3, §3.4, §6.3.2; D1, D35)."""
    parameters = state.parameters
    entered = [a for a in state.accounts.entries.values() if has_entered(a, round_, parameters)]
    considered = [a for a in entered if not is_banned(a) and stake_of(a, parameters) >= 1]
    if not considered:
        return StakeTable({a.key: 1 for a in entered}, len(entered), True)
    stakes = sorted(stake_of(a, parameters) for a in considered)
    minimum = quantile(stakes, parameters.quantile)
    cap = None if parameters.cap is None else max(1, floor(parameters.cap * quantile(stakes, Fraction(1, 2))))
    weights = {}
    for account in considered:
        stake = stake_of(account, parameters)
        if stake >= minimum:
            weights[account.key] = stake if cap is None else min(stake, cap)
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

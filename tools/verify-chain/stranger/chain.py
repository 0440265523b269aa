"""A whole chain, block by block from genesis (protocol.md, The ledger: a chain verifies by a stranger)."""

import hashlib

from .agreement import Judge
from .canonical import NotCanonical, decode
from .crypto import Real, Remembering, StandIn
from .documents import CertifiedBlock, Head
from .folder import GENESIS, HEAD, Folder, Unreadable, file_of, is_of_chain
from .ledger import apply_block
from .report import Report
from .stake import View
from .state import State


class Branch:
    """The end of a chain: its state and the earlier ones that rules still look at, newest first."""

    def __init__(self, recent):
        self.recent = recent
        self.state = recent[0]
        self.stake_state = self._stake_state(0)
        self.view = self._view(0)

    def then(self, state):
        p = state.parameters
        kept = max(p.evidence_rounds, p.admission.right_rounds if p.admission else 0) + p.stake_look_back
        return Branch((state,) + self.recent[:kept])

    def view_after(self, parent):
        """The view of the round that followed a block of this chain; None for any other block."""
        for i, state in enumerate(self.recent):
            if state.block == parent:
                return self._view(i)
        return None

    def view_of(self, round_):
        """The view of a recent round of this chain; None for any other."""
        index = self.state.round - (round_ - 1)
        return self._view(index) if 0 <= index < len(self.recent) else None

    def _stake_state(self, index):
        """The state that the stake of a round comes from: k blocks before it, or genesis (D5)."""
        return self.recent[min(index + self.state.parameters.stake_look_back - 1, len(self.recent) - 1)]

    def _view(self, index):
        parent = self.recent[index]
        if not hasattr(parent, "view"):
            parent.view = View(self._stake_state(index), parent)
        return parent.view


class Verifier:
    """Verifies chains one after the other. What several begin with is verified once."""

    def __init__(self, crypto, remembers=False):
        self.crypto = crypto
        self.checks = {True: Remembering(StandIn()), False: Remembering(Real())}
        self.known = {} if remembers else None

    def verify(self, path):
        """What was checked in a folder's chain, up to the first round in which something differs."""
        folder, report = Folder(path), Report()
        self._follow(folder, report)
        return report

    def _follow(self, folder, report):
        report.open(GENESIS, 0)
        genesis = attempt(report, folder.genesis)
        if genesis is None or not agree_on_network(folder, genesis, report):
            return
        branch, digests = Branch((State.of_genesis(genesis),)), [genesis.network]
        trail = genesis.network
        judge = Judge(report, self.checks[genesis.insecure], self.crypto)
        round_ = 0
        while file_of(round_ + 1) in folder.names:
            round_ += 1
            report.open(file_of(round_), round_)
            data = attempt(report, lambda: folder.read(report.file))
            if data is None:
                return
            trail = hashlib.sha256(trail + hashlib.sha256(data).digest()).digest()
            branch = self._next(trail, branch, data, judge, report)
            if branch is None:
                return
            digests.append(branch.state.block)
        check_end(folder, genesis, digests, report)
        report.reputations = {key: a.reputation for key, a in branch.state.accounts.entries.items()}

    def _next(self, trail, branch, data, judge, report):
        """The chain with one block more; None when something in it differs."""
        if self.known is not None and trail in self.known:
            report.count("blocks known from another chain")
            return self.known[trail]
        certified = attempt(report, lambda: decode(data, CertifiedBlock.read))
        if certified is None:
            return None
        block = certified.block
        judge.certificate(certified.certificate, block, branch.view)
        state = apply_block(branch, block, judge, report)
        report.count("blocks")
        if state is None or report.differences:
            return None
        branch = branch.then(state)
        if self.known is not None:
            self.known[trail] = branch
        return branch


def attempt(report, read):
    """What could be read; else a difference and None."""
    try:
        return read()
    except NotCanonical as fault:
        report.differ("bytes", fault, "the one canonical form")
    except Unreadable as fault:
        report.differ("file", fault, "a readable file")
    return None


def agree_on_network(folder, genesis, report):
    """Genesis, first block and head are of one network; where two agree, the third is at fault."""
    head, first = folder.try_head(), folder.try_first()
    by_head = head is None or head.network == genesis.network
    by_first = first is None or first.block.header.parent == genesis.network
    if by_head and by_first:
        return True
    if first is not None and by_first:
        report.open(HEAD, 0)
        report.differ("network", head.network, genesis.network)
    elif head is not None and by_head:
        report.open(file_of(1), 1)
        report.differ("header parent", first.block.header.parent, genesis.network)
    else:
        report.differ("network", "that of the other files", genesis.network)
    return False


def check_end(folder, genesis, digests, report):
    """The head names the last block, no file is missing and none is one too many."""
    rounds = len(digests) - 1
    if folder.last > rounds:
        report.open(file_of(rounds + 1), rounds + 1)
        report.differ("file", "missing", "there, since %s is" % file_of(folder.last))
        return
    report.open(HEAD, rounds)
    head = attempt(report, lambda: decode(folder.read(HEAD), Head.read))
    if head is None:
        return
    report.same("network", head.network, genesis.network)
    if head.round > rounds and head.block not in digests:
        report.open(file_of(rounds + 1), rounds + 1)
        report.differ("file", "missing", "there: the head is of round %d" % head.round)
    elif head.round < rounds and digests[head.round] == head.block:
        report.open(file_of(head.round + 1), head.round + 1)
        report.differ("file", "there", "none: the head is of round %d" % head.round)
    else:
        report.same("round", head.round, rounds)
        report.same("block", head.block, digests[-1])
    for name in folder.names:
        if not is_of_chain(name):
            report.open(name, rounds)
            report.differ("file", "there", "no file of a chain has this name")

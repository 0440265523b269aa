"""Votes, certificates and evidence (protocol.md, Selection, The steps, Behaviour and blacklisting)."""

from .crypto import is_one_time_signed
from .digests import credential_alpha, seed_after_block, seed_alpha, sponsorship_digest
from .documents import CONTRADICTION, WRONG_CREDENTIAL, Value
from .report import RoundFacts
from .sortition import lot, rights

STEP_MAX = 1 << 16
NO_BIT = 2


def has_form(ballot):
    """The form of a step's ballot (D6, D34)."""
    if not 1 <= ballot.step <= STEP_MAX:
        return False
    if ballot.step == 1:
        return (ballot.bit == NO_BIT and ballot.no_confidence is None
                and ballot.value is not None and ballot.value.leader == ballot.sender)
    if ballot.step >= 4:
        return ballot.no_confidence is None and (ballot.bit == 1 or (ballot.bit == 0 and ballot.value is not None))
    return ballot.bit == NO_BIT and (
        ballot.no_confidence is None or (ballot.step == 3 and ballot.value is None))


def ascend(votes):
    senders = [vote.ballot.sender for vote in votes]
    return all(a < b for a, b in zip(senders, senders[1:]))


class Judge:
    """Checks what members have said. With `crypto` also that it was they who said it."""

    def __init__(self, report, checks, crypto):
        self.report = report
        self.checks = checks
        self.crypto = crypto

    def seats(self, place, view, member, step, credential):
        """Seats that a credential wins in a step; 0 with a difference when it wins none (PoR §5.2; D3, D4, D33)."""
        output = self.checks.claimed_output(credential)
        if not self.report.hold(place + " credential", output is not None, credential, "a proof that decodes"):
            return 0
        if self.crypto:
            alpha = credential_alpha(member.key, view.round, step, view.seed)
            holds = self.checks.is_proof(member.vrf_key, alpha, credential)
            self.report.hold(
                place + " credential", holds, credential, "a proof of account, round, step and seed", True)
        won = lot(view, step, member, output)
        self.report.hold(place + " seats", won >= 1, "a vote", "no seat")
        self.report.count("seats", won)
        return won

    def vote(self, place, view, vote):
        """A vote in its round's view; its seats (PoR §5.2 steps 2 to 5; D26, D30)."""
        ballot = vote.ballot
        self.report.count("votes")
        self.report.same(place + " network", ballot.network, view.network)
        self.report.same(place + " round", ballot.round, view.round)
        self.report.same(place + " parent", ballot.parent, view.parent)
        self.report.hold(place + " form", has_form(ballot), "step %d" % ballot.step, "another form in this step")
        member = view.members.get(ballot.sender)
        if not self.report.hold(place + " sender", member is not None, ballot.sender, "not in the view"):
            return 0
        self.signature(place, member.root, vote)
        return self.seats(place, view, member, ballot.step, ballot.credential)

    def signature(self, place, root, vote):
        if self.crypto:
            self.report.hold(
                place + " signature", is_one_time_signed(self.checks, root, vote), vote.signature,
                "one by the key of round and step", True)

    def seed_proof(self, place, view, leader, proof):
        """Q^r by the leader's proof (PoR §12.3); None when it does not decode."""
        output = self.checks.claimed_output(proof)
        if not self.report.hold(place, output is not None, proof, "a proof that decodes"):
            return None
        member = view.members.get(leader)
        if self.crypto and member is not None:
            holds = self.checks.is_proof(member.vrf_key, seed_alpha(leader, view.seed), proof)
            self.report.hold(place, holds, proof, "a proof of the leader and the seed", True)
        return seed_after_block(output, view.round)

    def threshold(self, place, seats, needed):
        self.report.hold(place + " seats", seats >= needed, seats, "at least %d" % needed)

    def certificate(self, certificate, block, view):
        """Ending conditions 0 and 1 (PoR §5.2 step 5)."""
        report, empty = self.report, certificate.ticket is None
        report.count("certificates")
        report.same("certificate block", certificate.block, block.digest)
        report.same("certificate round", certificate.round, view.round)
        report.same("certificate parent", certificate.parent, view.parent)
        report.same("certificate ending", "empty" if empty else "block",
                    "empty" if block.header.proposer is None else "block")
        first, name = (5, "5, 8, 11, ...") if empty else (4, "4, 7, 10, ...")
        ends = certificate.step >= first and (certificate.step - first) % 3 == 0
        report.hold("certificate step", ends, certificate.step, name)
        leader, leader_seats, output = None, 0, None
        if not empty and block.header.proposer is not None:
            leader = certificate.ticket.sender
            leader_seats = self.ticket(certificate.ticket, block.header.proposer, view)
            output = self.checks.claimed_output(certificate.ticket.credential)
        seats = self.votes_of_certificate(certificate, view)
        report.rounds.append(RoundFacts(
            view.round, view.total, view.certificate_threshold, seats, leader, leader_seats, output))

    def votes_of_certificate(self, certificate, view):
        votes, needed = certificate.votes, view.certificate_threshold
        self.report.hold("certificate votes", len(votes) <= needed, len(votes), "at most %d" % needed)
        self.report.hold("certificate order", ascend(votes), "as it is", "senders ascending, each once")
        ticket, total = certificate.ticket, 0
        said = None if ticket is None else Value(certificate.block, ticket.sender)
        for i, vote in enumerate(votes):
            place, ballot = "certificate vote %d" % i, vote.ballot
            self.report.same(place + " step", ballot.step, certificate.step)
            self.report.same(place + " bit", ballot.bit, 1 if ticket is None else 0)
            if ticket is not None:
                self.report.hold(place + " value", ballot.value == said, "another value", "the block and its leader")
            total += self.vote(place, view, vote)
        self.threshold("certificate", total, needed)
        return total

    def ticket(self, ticket, proposer, view):
        """The leader's ticket: credential of step 1 and seed proof (PoR §5.2 step 1); the seats that it won."""
        report = self.report
        report.same("ticket network", ticket.network, view.network)
        report.same("ticket round", ticket.round, view.round)
        report.same("ticket parent", ticket.parent, view.parent)
        report.same("ticket sender", ticket.sender, proposer.leader)
        member = view.members.get(ticket.sender)
        if not report.hold("ticket sender", member is not None, ticket.sender, "not in the view"):
            return 0
        seats = self.seats("ticket", view, member, 1, ticket.credential)
        seed = self.seed_proof("ticket seed proof", view, ticket.sender, ticket.seed_proof)
        output = self.checks.claimed_output(proposer.seed_proof)
        if seed is not None and output is not None:
            report.same("ticket seed", seed, seed_after_block(output, view.round))
        return seats

    def sponsorship(self, place, entry, view):
        """Who sponsors drew the right in its round, and signed for these keys (D41)."""
        report, said = self.report, entry.body.sponsorship
        right = said.right
        if not report.hold(place + " seed", view is not None and view.seed == said.seed, said.seed,
                           "that of a recent round of this chain"):
            return
        holder = view.members.get(right.holder)
        output = self.checks.claimed_output(said.proof)
        if not (report.hold(place + " holder", holder is not None, right.holder, "not in the view")
                and report.hold(place + " proof", output is not None, said.proof, "a proof that decodes")):
            return
        drawn = rights(view, holder, output)
        report.hold(place + " seat", right.seat < drawn, right.seat, "%d rights" % drawn)
        if self.crypto:
            alpha = credential_alpha(right.holder, view.round, 1, view.seed)
            report.hold(place + " proof", self.checks.is_proof(holder.vrf_key, alpha, said.proof), said.proof,
                        "a credential of step 1", True)
            signed = sponsorship_digest(view.network, right, said.seed, entry)
            report.hold(place + " signature", self.checks.is_signed(right.holder, signed, said.signature),
                        said.signature, "one by the holder", True)

    def evidence(self, place, piece, view):
        """What evidence proves, in the view of its round (PoR §5.2 step 4, §6.5.1; D13)."""
        self.report.count("pieces of evidence")
        if not self.report.hold(place, view is not None, "of another chain", "of a parent on this chain"):
            return
        self.report.same(place + " round", piece.round, view.round)
        accused = view.members.get(piece.accused)
        if not self.report.hold(place + " accused", accused is not None, piece.accused, "not in the view"):
            return
        if piece.kind == CONTRADICTION:
            self.contradiction(place, piece, accused, view)
        elif piece.kind == WRONG_CREDENTIAL:
            self.wrong_credential(place, piece.vote, accused, view)
        else:
            self.no_confidence(place, piece, view)

    def no_confidence(self, place, piece, view):
        """Seats of step-3 votes that name a leader and its block (D13)."""
        report, needed = self.report, view.no_confidence_threshold
        report.same(place + " parent", piece.parent, view.parent)
        report.hold(place + " votes", len(piece.votes) <= needed, len(piece.votes), "at most %d" % needed)
        report.hold(place + " order", ascend(piece.votes), "as it is", "senders ascending, each once")
        total = 0
        for i, vote in enumerate(piece.votes):
            at = "%s vote %d" % (place, i)
            report.same(at + " step", vote.ballot.step, 3)
            report.hold(at + " flag", vote.ballot.no_confidence == piece.value, "another flag", "the accused value")
            total += self.vote(at, view, vote)
        self.threshold(place, total, needed)

    def contradiction(self, place, piece, accused, view):
        """Two different signed messages in one step (PoR §6.5.1)."""
        first, second = piece.first.ballot, piece.second.ballot
        for name, ballot in (("first", first), ("second", second)):
            self.report.same("%s %s network" % (place, name), ballot.network, view.network)
            self.report.same("%s %s round" % (place, name), ballot.round, view.round)
        self.report.hold(
            place, (first.sender, first.step) == (second.sender, second.step) and first != second,
            "the two votes", "two that differ, by one sender in one step")
        self.report.hold(place + " order", piece.first.digest < piece.second.digest, "as it is", "lower digest first")
        self.signature(place + " first", accused.root, piece.first)
        self.signature(place + " second", accused.root, piece.second)

    def wrong_credential(self, place, vote, accused, view):
        """A signed credential that is not its signer's own; form and seats do not matter (PoR §6.5.1; D15)."""
        ballot = vote.ballot
        self.report.same(place + " network", ballot.network, view.network)
        self.report.same(place + " parent", ballot.parent, view.parent)
        self.signature(place, accused.root, vote)
        if self.crypto:
            alpha = credential_alpha(accused.key, view.round, ballot.step, view.seed)
            holds = self.checks.is_proof(accused.vrf_key, alpha, ballot.credential)
            self.report.hold(place + " credential", not holds, ballot.credential, "one that is not the sender's", True)

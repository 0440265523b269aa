"""What a block does to the state (protocol.md, The ledger; chain-format.md, What a block must be)."""

from .behaviour import (
    BLACKLISTING, FLAGS, adjustment, congruence, flags_of, history_after, subject_after)
from .digests import seed_after_empty
from .documents import (
    CONGRUENT, ENTRIES_MAX, EVIDENCE_MAX, MOSTLY_CONGRUENT, NO_EVIDENCE, PAYMENT, REGISTRATION, REVIEW, TEXT_COMMITMENT)
from .stake import cap_after, table_of_round, table_without_behaviour
from .state import Account, State, Subject, digests_after, evidence_after, rights_after
from .texts import BlockTexts, Claim

SEQUENCE_AHEAD_MAX = 1024


class Draft:
    """The state before a block with the first part of its payset applied."""

    def __init__(self, parent, time, stake_state, report):
        self.parent, self.time, self.stake_state, self.report = parent, time, stake_state, report
        self.round = parent.round + 1
        self.parameters = parent.parameters
        self.accounts, self.subjects, self.texts = {}, {}, BlockTexts(parent)
        self.evidence = {}  # (round, accused, kind), in order of the block
        self.flagged = {}   # Authors, in payset order
        self.weights = None
        self.rights = set()

    def account(self, key):
        return self.accounts.get(key) or self.parent.accounts.get(key)

    def subject(self, name):
        key = Subject.key_of(name)
        return self.subjects.get(key) or self.parent.subjects.get(key) or Subject(key, name)

    def add_evidence(self, place, piece):
        """Evidence is of a past round, at most E rounds back, and counts once (D13)."""
        key = (piece.round, piece.accused, piece.kind)
        oldest = max(1, self.round - self.parameters.evidence_rounds)
        in_time = self.report.hold(
            place + " round", oldest <= piece.round < self.round, piece.round,
            "%d..%d" % (oldest, self.round - 1))
        known = self.report.hold(
            place + " accused", self.account(piece.accused) is not None, piece.accused, "no account")
        new = self.report.hold(
            place, key not in self.evidence and key not in self.parent.evidence, "evidence", "applied before")
        if in_time and known and new:
            self.evidence[key] = piece
        return in_time

    def apply(self, place, entry):
        """One transaction (PoR §3.7; D25, D36, D37)."""
        self.check_validity(place, entry)
        sender = (self.account(entry.sender) or Account(entry.sender)).with_used(entry.sequence)
        self.accounts[entry.sender] = {
            REVIEW: self.apply_review, PAYMENT: self.apply_payment, REGISTRATION: self.apply_registration,
            TEXT_COMMITMENT: self.apply_commitment,
        }[entry.kind](place, entry, sender)

    def check_validity(self, place, entry):
        """Replay: network, last valid round, a number that is used once (D36)."""
        report, sender = self.report, self.account(entry.sender) or Account(entry.sender)
        latest = self.round + self.parameters.lifetime
        report.same(place + " network", entry.network, self.parent.genesis.network)
        report.hold(place + " last valid round", self.round <= entry.last_valid <= latest, entry.last_valid,
                    "%d..%d" % (self.round, latest))
        most = sender.sequence + SEQUENCE_AHEAD_MAX
        report.hold(place + " sequence", not sender.has_used(entry.sequence), entry.sequence, "a number not used yet")
        report.hold(place + " sequence", entry.sequence <= most, entry.sequence, "at most %d" % most)
        report.count("sequences below the highest", 1 if entry.sequence < sender.sequence else 0)
        report.count("replacements", 0 if entry.replaces is None else 1)

    def apply_registration(self, place, entry, sender):
        """Joining by a registration of keys, once (PoR §3.7 item 3; D27)."""
        self.report.count("registrations")
        self.report.hold(place + " sender", sender.registered is None, "a registration", "registered before")
        sponsorship = entry.body.sponsorship
        self.check_right(place + " sponsorship", None if sponsorship is None else sponsorship.right)
        return sender._replace(
            vrf_key=entry.body.vrf_key, root=entry.body.root, registered=self.round,
            sponsor=None if sponsorship is None else sponsorship.right.holder)

    def check_right(self, place, right):
        """Where newcomers need a sponsor, its right is of one of the last v rounds and not used (D41)."""
        report, admission = self.report, self.parameters.admission
        if admission is None or right is None:
            needed = "none: nobody needs one" if admission is None else "one"
            report.hold(place, admission is None and right is None, "none" if right is None else "one", needed)
            return
        oldest = max(1, self.round - admission.right_rounds)
        report.hold(place + " round", oldest <= right.round < self.round, right.round,
                    "%d..%d" % (oldest, self.round - 1))
        report.hold(place, right not in self.rights and right not in self.parent.rights, "a right", "used before")
        self.rights.add(right)
        report.count("sponsored registrations")

    def charge_sponsor(self, accused):
        """A sponsor loses half when the account is caught for the first time, soon after its entry (D41)."""
        if (accused.sponsor is None or accused.evidence_until > 0
                or self.round > accused.registered + self.parameters.admission.liability):
            return
        sponsor = self.account(accused.sponsor)
        self.report.count("sponsors charged")
        self.accounts[sponsor.key] = sponsor._replace(reputation=sponsor.reputation // 2)

    def apply_commitment(self, place, entry, sender):
        """Says that its sender has a text, and nothing of it (D42)."""
        self.report.count("text commitments")
        self.texts.commitments.add(entry.body.commitment)
        return sender

    def apply_payment(self, place, entry, payer):
        """Payments: no overdraft, no double spending; the sum of money stays (PoR §3.7; D25)."""
        payment = entry.body
        self.report.count("payments")
        self.report.hold(place + " payer", self.account(entry.sender) is not None, entry.sender, "no account")
        if not (self.report.hold(place + " recipient", payment.recipient != entry.sender, "the payer", "another")
                and self.report.hold(place + " amount", payment.amount <= payer.balance, payment.amount,
                                     "at most %d" % payer.balance)):
            return payer
        recipient = self.account(payment.recipient)
        if recipient is None:
            self.report.count("accounts by payment")
            recipient = Account(payment.recipient)
        self.accounts[payment.recipient] = recipient._replace(balance=recipient.balance + payment.amount)
        return payer._replace(balance=payer.balance - payment.amount)

    def apply_review(self, place, entry, author):
        """A review, its verdict, flags and adjustment (PoR §3.5, §3.6, §8; D22)."""
        review, theirs, report, p = entry.body, entry.evaluation, self.report, self.parameters
        report.count("reviews")
        self.check_review(place, entry, author)
        if review.sensitive != bytes(32):
            report.count("commitments to sensitive fields")
            report.sensitive.append((self.round, entry.id, entry.sender, review.sensitive))
        verdict = congruence(review, theirs.score, p)
        if theirs.verdict == NO_EVIDENCE:
            verdict = NO_EVIDENCE  # Only the model can tell.
        report.same(place + " verdict", theirs.verdict, verdict)
        subject, claim = self.subject(review.subject), Claim.of(entry, self.parent)
        self.check_opening(place, entry, claim)
        flags = flags_of(p, entry, self.time, verdict, author.history, subject, self.texts.is_copy(claim))
        gain = 0 if flags else adjustment(verdict, author.reputation, p, author.history, self.time)
        report.same(place + " flags", theirs.flags, flags)
        report.same(place + " adjustment", theirs.adjustment, gain)
        for flag, name in FLAGS.items():
            report.count("flags " + name, 1 if flags & flag else 0)
        self.subjects[subject.key] = subject_after(
            p, subject, entry, self.time, flags, self.voice_of(entry))
        self.texts.add(claim)
        if flags & BLACKLISTING:
            self.flagged.setdefault(entry.sender)
        return author._replace(
            last_review=entry.sequence,
            reputation=author.reputation + gain,
            has_congruent=author.has_congruent or (not flags and verdict in (CONGRUENT, MOSTLY_CONGRUENT)),
            history=history_after(p, author.history, review, self.time, verdict, subject, flags, gain))

    def voice_of(self, entry):
        """Who is not eligible by the look-back's table has no voice on a category (D24)."""
        if entry.body.category == b"" or self.parameters.category_reviews == 0:
            return 0
        if self.weights is None:
            self.weights = table_of_round(self.stake_state, self.round).weights
        weight = self.weights.get(entry.sender, 0)
        self.report.count("categories named without weight", 1 if weight == 0 else 0)
        return weight

    def check_opening(self, place, entry, claim):
        """What a review opens is in an earlier block that is remembered (D42)."""
        if entry.salt is not None:
            self.report.count("texts committed to")
            self.report.hold(place + " commitment", claim.committed_in is not None, "none", "in an earlier block")

    def check_review(self, place, entry, author):
        """The author's ban and the review's time (PoR §6.5.2; D37)."""
        report, review = self.report, entry.body
        self.check_order(place, entry, author)
        report.hold(place + " author", not author.is_banned(self.round), "a review", "the author is blacklisted")
        window = self.parameters.review_time_window
        report.hold(place + " time", abs(self.time - review.written_at) <= window, review.written_at,
                    "at most %d ms from %d" % (window, self.time))

    def check_order(self, place, entry, author):
        """Only against what the author has signed as its predecessor (D36, D37)."""
        if entry.after is None:
            return
        before = self.account(entry.sender) or Account(entry.sender)
        self.report.count("predecessors")
        self.report.hold(place + " predecessor", before.has_used(entry.after), entry.after, "a number that is used")
        if before.last_review == entry.after:
            previous, written = before.history.written_at, entry.body.written_at
            self.report.hold(place + " time", written > previous, written, "after %d" % previous)

    def blacklist_accused(self):
        """Blacklisting lasts so many rounds; a repeat extends to the later end (PoR §6.5.1 case 3)."""
        until = self.round + self.parameters.blacklist_rounds
        for _, accused, _ in self.evidence:
            account = self.account(accused)
            self.charge_sponsor(account)
            self.report.count("bans by evidence")
            self.report.count("bans extended", 1 if account.evidence_until > self.round else 0)
            self.accounts[accused] = account._replace(evidence_until=max(until, account.evidence_until))

    def blacklist_flagged(self):
        """What intervals and rates blacklist, within a share of the weight; one account always may be (D24)."""
        if not self.flagged:
            return
        table = table_without_behaviour(self.stake_state, self.round)
        banned = sum(weight for key, weight in table.weights.items()
                     if self.parent.accounts.get(key).behaviour_until > self.round)
        most = self.parameters.banned_weight_max * table.total
        for key in self.flagged:
            weight = 0 if table.is_fallback else table.weights.get(key, 0)
            if weight > 0 and banned > 0 and banned + weight > most:
                self.report.count("bans passed over")
                continue
            banned += weight
            self.report.count("bans by behaviour")
            until = self.round + self.parameters.blacklist_rounds
            self.accounts[key] = self.account(key)._replace(behaviour_until=until)

    def finish(self, seed):
        """The state after the block."""
        self.blacklist_accused()
        self.blacklist_flagged()
        parent, p = self.parent, self.parameters
        accounts = parent.accounts.having(self.accounts.values())
        return State(
            parent.genesis, self.round, seed, self.time, accounts,
            parent.subjects.having(self.subjects.values()), digests_after(parent.texts, self.round, self.texts.marks, p),
            digests_after(parent.commitments, self.round, self.texts.commitments, p),
            evidence_after(parent.evidence, self.round, self.evidence, p),
            rights_after(parent.rights, self.round, self.rights, p),
            cap_after(parent.cap, accounts.entries.values(), self.round, p))


def check_header(block, parent, view, report):
    """Links, digests and bounds (PoR §5.1; protocol.md, The ledger)."""
    header, p = block.header, parent.parameters
    report.same("header network", header.network, view.network)
    report.same("header round", header.round, view.round)
    report.same("header parent", header.parent, view.parent)
    report.same("header parent seed", header.parent_seed, view.seed)
    report.hold("header time", header.time >= parent.time, header.time, "at least %d" % parent.time)
    report.same("payset digest", header.payset_digest, block.payset_digest)
    report.same("evidence digest", header.evidence_digest, block.evidence_digest)
    most = min(p.transactions_max, ENTRIES_MAX)
    report.hold("payset", len(block.payset) <= most, len(block.payset), "at most %d" % most)
    report.hold("evidence", len(block.evidence) <= EVIDENCE_MAX, len(block.evidence), "at most %d" % EVIDENCE_MAX)
    report.hold("bytes", block.size <= p.bytes_max, block.size, "at most %d" % p.bytes_max)


def apply_block(branch, block, judge, report):
    """A block on its parent's state; the state after it, or None where no seed follows."""
    parent, view, header = branch.state, branch.view, block.header
    check_header(block, parent, view, report)
    draft = Draft(parent, header.time, branch.stake_state, report)
    if header.proposer is None:
        return apply_empty(draft, block, report)
    leader = header.proposer.leader
    report.hold("leader", leader in view.members, leader, "not in the view")
    seed = judge.seed_proof("seed proof", view, leader, header.proposer.seed_proof)
    for i, piece in enumerate(block.evidence):
        place = "evidence %d" % i
        if draft.add_evidence(place, piece):
            judge.evidence(place, piece, branch.view_after(piece.parent))
    draft.texts.look_ahead(block.payset)
    for i, entry in enumerate(block.payset):
        place = "entry %d" % i
        if judge.crypto:
            holds = judge.checks.is_signed(entry.sender, entry.id, entry.signature)
            report.hold(place + " signature", holds, entry.signature, "one by the sender", True)
        if entry.kind == REGISTRATION and entry.body.sponsorship is not None:
            judge.sponsorship(place + " sponsorship", entry, branch.view_of(entry.body.sponsorship.right.round))
        draft.apply(place, entry)
    return sealed(draft, seed, block, report)


def apply_empty(draft, block, report):
    """The empty block: nobody's, and the same everywhere (PoR §5.1, §12.3; D37)."""
    report.count("empty blocks")
    report.same("header time", block.header.time, draft.parent.time)
    report.hold("payset", not block.payset and not block.evidence, "not empty", "empty")
    return sealed(draft, seed_after_empty(draft.parent.seed, draft.round), block, report)


def sealed(draft, seed, block, report):
    """The state after a block whose root the header must name."""
    if seed is None or report.differences:
        return None
    state = draft.finish(seed)
    report.count("state roots")
    report.same("state root", block.header.state_root, state.root)
    state.block = block.digest
    return state

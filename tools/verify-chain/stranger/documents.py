"""The values of a chain's files and their strict decoders (chain-format.md, Files)."""

from typing import Any, NamedTuple

from .canonical import i64, is_utf8
from .digests import digest
from .parameters import Parameters

RULES_MARK, RULES = 0x506F5200, 6

REPUTATION_MAX = 1 << 39
ENTRIES_MAX = 100_000
EVIDENCE_MAX = 64
VOTES_MAX = 100_000

REVIEW, PAYMENT, REGISTRATION, TEXT_COMMITMENT = 1, 2, 3, 4
REPLACES, FOLLOWS, OPENS = 128, 64, 32  # Beside the kind
NO_CONFIDENCE, CONTRADICTION, WRONG_CREDENTIAL = 1, 2, 3

NO_EVIDENCE, CONGRUENT, MOSTLY_CONGRUENT, INCONGRUENT = range(4)


class GenesisAccount(NamedTuple):
    key: bytes
    vrf_key: bytes
    root: bytes
    reputation: int
    balance: int
    until: int

    @staticmethod
    def read(r):
        account = GenesisAccount(r.b32(), r.b32(), r.b32(), r.i64(), r.u64(), r.i64())
        r.require(0 <= account.reputation <= REPUTATION_MAX, "a reputation must be 0..2^39")
        r.require(account.until >= 0, "a blacklist's end must be 0 or more")
        return account


class Genesis(NamedTuple):
    name: bytes
    parameters: Any
    evaluator: bytes
    insecure: bool
    seed: bytes
    time: int
    accounts: list
    network: bytes

    @staticmethod
    def read(r):
        r.require(r.i32() == RULES_MARK + RULES, "a genesis begins with \"PoR\" and the number of the rules, %d" % RULES)
        fields = (r.text(128), Parameters.read(r), r.b32(), r.boolean(), r.b32(), r.i64())
        accounts = r.list(GenesisAccount.read, 10_000_000)
        keys = [a.key for a in accounts]
        r.require(all(a < b for a, b in zip(keys, keys[1:])), "accounts must ascend by key, each once")
        r.require(sum(a.balance for a in accounts) < 1 << 63, "the balances add up to more than 2^63 - 1")
        return Genesis(*fields, accounts, digest("genesis", r.data))


class Head(NamedTuple):
    network: bytes
    round: int
    block: bytes

    @staticmethod
    def read(r):
        head = Head(r.b32(), r.i64(), r.b32())
        r.require(head.round >= 0, "a round must be 0 or more")
        return head


class Proposer(NamedTuple):
    leader: bytes
    seed_proof: bytes

    @staticmethod
    def read(r):
        return Proposer(r.b32(), r.b80())


class Header(NamedTuple):
    network: bytes
    round: int
    parent: bytes
    parent_seed: bytes
    proposer: Any
    time: int
    payset_digest: bytes
    evidence_digest: bytes
    state_root: bytes

    @staticmethod
    def read(r):
        header = Header(
            r.b32(), r.i64(), r.b32(), r.b32(), r.optional(Proposer.read), r.i64(), r.b32(), r.b32(), r.b32())
        r.require(header.round >= 1, "a block's round must be 1 or more")
        return header


class Review(NamedTuple):
    subject: bytes
    category: bytes
    note: bytes
    value: int
    min: int
    max: int
    written_at: int
    sensitive: bytes

    @staticmethod
    def read(r):
        review = Review(
            r.text(128), r.text(128), r.bytes(8192), r.i32(), r.i32(), r.i32(), r.i64(), r.b32())
        r.require(review.subject, "a review must name its subject")
        r.require(review.note and is_utf8(review.note), "a review's text must be valid UTF-8 of 1..8192 bytes")
        r.require(0 <= review.min <= review.value <= review.max <= 1000 and review.min < review.max,
                  "a rating must lie on its scale")
        return review

    @property
    def side(self):
        """-1 in the lower half of the scale, 1 in the upper half, 0 in the very middle."""
        twice = 2 * (self.value - self.min) - (self.max - self.min)
        return (twice > 0) - (twice < 0)

    @property
    def basis_points(self):
        return (self.value - self.min) * 10_000 // (self.max - self.min)


class Payment(NamedTuple):
    recipient: bytes
    amount: int

    @staticmethod
    def read(r):
        payment = Payment(r.b32(), r.u64())
        r.require(payment.amount >= 1, "a payment's amount must be 1 or more")
        return payment


class Right(NamedTuple):
    """A right to sponsor; they stand in this order in the state (D41)."""

    round: int
    holder: bytes
    seat: int

    @staticmethod
    def read(r):
        holder, round_, seat = r.b32(), r.i64(), r.i64()
        r.require(round_ >= 1 and seat >= 0, "a right is of round 1 or later, its seat 0 or more")
        return Right(round_, holder, seat)

    def encode(self):
        return self.holder + i64(self.round) + i64(self.seat)


class Sponsorship(NamedTuple):
    right: Right
    seed: bytes
    proof: bytes
    signature: bytes

    @staticmethod
    def read(r):
        return Sponsorship(Right.read(r), r.b32(), r.b80(), r.b64())


class Registration(NamedTuple):
    vrf_key: bytes
    root: bytes
    sponsorship: Any

    @staticmethod
    def read(r):
        return Registration(r.b32(), r.b32(), r.optional(Sponsorship.read))


class TextCommitment(NamedTuple):
    commitment: bytes

    @staticmethod
    def read(r):
        return TextCommitment(r.b32())


BODIES = {REVIEW: Review, PAYMENT: Payment, REGISTRATION: Registration, TEXT_COMMITMENT: TextCommitment}


class Evaluation(NamedTuple):
    score: int
    verdict: int
    flags: int
    adjustment: int

    @staticmethod
    def read(r):
        evaluation = Evaluation(r.u8(), r.u8(), r.u8(), r.i64())
        r.require(evaluation.score <= 100, "a score must be 0..100")
        r.require(evaluation.verdict <= 3, "a verdict is unknown")
        return evaluation


class Entry(NamedTuple):
    kind: int
    network: bytes
    sender: bytes
    sequence: int
    last_valid: int
    replaces: Any
    after: Any
    salt: Any
    body: Any
    signature: bytes
    evaluation: Any
    id: bytes

    @staticmethod
    def read(r):
        start = r.at
        first = r.u8()
        kind = first & ~(REPLACES | FOLLOWS | OPENS)
        fields = (kind, r.b32(), r.b32(), r.u64(), r.i64())
        sequence, last_valid = fields[3:]
        r.require(kind in BODIES, "a transaction's kind must be 1..4, not %d" % kind)
        r.require(sequence >= 1 and last_valid >= 1, "sequence and last valid round must be 1 or more")
        replaces = r.b32() if first & REPLACES else None
        after = r.u64() if first & FOLLOWS else None
        salt = r.b32() if first & OPENS else None
        r.require(after is None or (kind == REVIEW and 1 <= after < sequence),
                  "only a review names what it comes after, and by a number below its own")
        r.require(salt is None or kind == REVIEW, "only a review opens what its author has committed to")
        body = BODIES[kind].read(r)
        id_ = digest("transaction", r.since(start))
        entry = Entry(*fields, replaces, after, salt, body, r.b64(), r.optional(Evaluation.read), id_)
        r.require((entry.kind == REVIEW) == (entry.evaluation is not None), "exactly reviews have an evaluation")
        return entry


class Value(NamedTuple):
    block: bytes
    leader: bytes

    @staticmethod
    def read(r):
        return Value(r.b32(), r.b32())


class Ballot(NamedTuple):
    network: bytes
    round: int
    step: int
    parent: bytes
    sender: bytes
    value: Any
    bit: int
    no_confidence: Any
    credential: bytes

    @staticmethod
    def read(r):
        ballot = Ballot(
            r.b32(), r.i64(), r.i32(), r.b32(), r.b32(), r.optional(Value.read), r.u8(), r.optional(Value.read),
            r.b80())
        r.require(ballot.round >= 1 and ballot.step >= 1, "a round and a step must be 1 or more")
        r.require(ballot.bit <= 2, "a bit must be 0, 1, or 2 for none")
        return ballot


class Link(NamedTuple):
    key: bytes
    certificate: bytes

    @staticmethod
    def read(r):
        return Link(r.b32(), r.b64())


class Vote(NamedTuple):
    ballot: Ballot
    signature: bytes
    chain: list
    signed: bytes
    digest: bytes

    @staticmethod
    def read(r):
        start = r.at
        ballot = Ballot.read(r)
        signed = digest("vote", r.since(start))
        return Vote(ballot, r.b64(), r.list(Link.read, 128), signed, digest("vote", r.since(start)))


class NoConfidence(NamedTuple):
    round: int
    parent: bytes
    value: Value
    votes: list
    kind: int = NO_CONFIDENCE

    @property
    def accused(self):
        return self.value.leader


class Contradiction(NamedTuple):
    first: Vote
    second: Vote
    kind: int = CONTRADICTION

    @property
    def accused(self):
        return self.first.ballot.sender

    @property
    def round(self):
        return self.first.ballot.round

    @property
    def parent(self):
        return self.first.ballot.parent


class WrongCredential(NamedTuple):
    vote: Vote
    kind: int = WRONG_CREDENTIAL

    @property
    def accused(self):
        return self.vote.ballot.sender

    @property
    def round(self):
        return self.vote.ballot.round

    @property
    def parent(self):
        return self.vote.ballot.parent


def read_evidence(r):
    kind = r.u8()
    if kind == NO_CONFIDENCE:
        return NoConfidence(r.i64(), r.b32(), Value.read(r), r.list(Vote.read, VOTES_MAX))
    if kind == CONTRADICTION:
        return Contradiction(Vote.read(r), Vote.read(r))
    r.require(kind == WRONG_CREDENTIAL, "evidence must be of kind 1, 2 or 3")
    return WrongCredential(Vote.read(r))


class Ticket(NamedTuple):
    network: bytes
    round: int
    parent: bytes
    sender: bytes
    credential: bytes
    seed_proof: bytes

    @staticmethod
    def read(r):
        ticket = Ticket(r.b32(), r.i64(), r.b32(), r.b32(), r.b80(), r.b80())
        r.require(ticket.round >= 1, "a round must be 1 or more")
        return ticket


class Certificate(NamedTuple):
    round: int
    parent: bytes
    block: bytes
    step: int
    ticket: Any
    votes: list

    @staticmethod
    def read(r):
        certificate = Certificate(
            r.i64(), r.b32(), r.b32(), r.i32(), r.optional(Ticket.read), r.list(Vote.read, VOTES_MAX))
        r.require(certificate.round >= 1 and certificate.step >= 1, "a round and a step must be 1 or more")
        return certificate


class Block(NamedTuple):
    header: Header
    payset: list
    evidence: list
    digest: bytes
    payset_digest: bytes
    evidence_digest: bytes
    size: int

    @staticmethod
    def read(r):
        start = r.at
        header = Header.read(r)
        block = digest("block", r.since(start))
        payset_at = r.at
        payset = r.list(Entry.read, ENTRIES_MAX)
        payset_digest = digest("payset", r.since(payset_at))
        evidence_at = r.at
        evidence = r.list(read_evidence, EVIDENCE_MAX)
        evidence_digest = digest("evidence", r.since(evidence_at))
        return Block(header, payset, evidence, block, payset_digest, evidence_digest, r.at - start)


class CertifiedBlock(NamedTuple):
    block: Block
    certificate: Certificate

    @staticmethod
    def read(r):
        return CertifiedBlock(Block.read(r), Certificate.read(r))

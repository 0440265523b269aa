"""The state after a block, a fold of the blocks (protocol.md, The ledger; chain-format.md, The state root)."""

from bisect import insort
from typing import Any, NamedTuple

from .canonical import boolean, counted, i32, i64, u8, u64
from .digests import state_digest
from .stake import cap_after

ENTRY, BUCKET, MAP, RECENT, SUBJECT_KEY, ROOT = range(1, 7)
BUCKETS = 1024
NOTHING = bytes(32)
INITIAL_REPUTATION = 1
SEQUENCE_WINDOW = 64


class History(NamedTuple):
    """Public metadata of an author (PoR §3.1)."""

    reviews: int = 0
    low: int = 0
    high: int = 0
    incongruent: int = 0
    outliers: int = 0
    written_at: Any = None
    gain_since: int = 0
    gained: int = 0
    block_times: tuple = ()
    biases: tuple = ()  # (category, is above, count), ascending by category

    def gained_at(self, p, time):
        """What it has gained in the window that a block time lies in (D43)."""
        return self.gained if time - self.gain_since < p.gain_window_ms else 0

    def encode(self):
        counts = (self.reviews, self.low, self.high, self.incongruent, self.outliers)
        return b"".join((
            *map(i64, counts), boolean(self.written_at is not None), i64(self.written_at or 0),
            i64(self.gain_since), i64(self.gained),
            i32(len(self.block_times)), *map(i64, self.block_times), i32(len(self.biases)),
            *(counted(category) + boolean(is_above) + i32(count) for category, is_above, count in self.biases)))


class Account(NamedTuple):
    key: bytes
    vrf_key: Any = None
    root: Any = None
    registered: Any = None
    sponsor: Any = None
    is_genesis: bool = False
    has_congruent: bool = False
    reputation: int = INITIAL_REPUTATION
    balance: int = 0
    sequence: int = 0
    used_below: int = 0  # Bit i: sequence - 1 - i is used
    last_review: int = 0
    evidence_until: int = 0
    behaviour_until: int = 0
    history: History = History()

    def is_banned(self, round_):
        return max(self.evidence_until, self.behaviour_until) >= round_

    def has_used(self, sequence):
        """A number is used once; 64 below the highest may still come (D36)."""
        below = self.sequence - sequence
        return below == 0 or below > SEQUENCE_WINDOW or (below > 0 and self.used_below >> (below - 1) & 1 == 1)

    def with_used(self, sequence):
        if self.has_used(sequence):
            return self  # A difference, and told as such.
        above = sequence - self.sequence
        if above < 0:
            return self._replace(used_below=self.used_below | 1 << (-above - 1))
        first = 0 if self.sequence == 0 else 1  # Number 0 is none.
        used = 0 if above > SEQUENCE_WINDOW else (self.used_below << 1 | first) << (above - 1)
        return self._replace(sequence=sequence, used_below=used & ((1 << SEQUENCE_WINDOW) - 1))

    def encode(self):
        keys = (boolean(False),) if self.registered is None else (
            boolean(True), i64(self.registered), self.vrf_key, self.root,
            boolean(self.sponsor is not None), self.sponsor or b"")
        return b"".join((
            self.key, *keys, boolean(self.is_genesis), boolean(self.has_congruent), i64(self.reputation),
            u64(self.balance), u64(self.sequence), u64(self.used_below), u64(self.last_review), i64(self.evidence_until), i64(self.behaviour_until),
            self.history.encode()))


class Subject(NamedTuple):
    """What is known of a thing that was reviewed."""

    key: bytes
    name: bytes
    reviews: int = 0
    rating_sum: int = 0
    voices: tuple = ()  # (author, category, weight), ascending by author
    recent: tuple = ()  # (author, block time)

    @staticmethod
    def key_of(name):
        return state_digest(SUBJECT_KEY, counted(name))

    def encode(self):
        return b"".join((
            self.key, counted(self.name), i64(self.reviews), i64(self.rating_sum), i32(len(self.voices)),
            *(author + counted(category) + i64(weight) for author, category, weight in self.voices),
            i32(len(self.recent)), *(author + i64(time) for author, time in self.recent)))


class StateMap:
    """Entries by key with the digest of all; never changed, only copied."""

    def __init__(self, entries, digests, buckets, bucket_digests):
        self.entries = entries
        self.digests = digests
        self.buckets = buckets
        self.bucket_digests = bucket_digests
        self.digest = state_digest(MAP, b"".join(bucket_digests))

    @staticmethod
    def empty():
        return StateMap({}, {}, [()] * BUCKETS, [NOTHING] * BUCKETS)

    def __len__(self):
        return len(self.entries)

    def get(self, key):
        return self.entries.get(key)

    def having(self, changed):
        """This map with entries added, or put in the place of those of equal key."""
        entries, digests = dict(self.entries), dict(self.digests)
        buckets, bucket_digests = list(self.buckets), list(self.bucket_digests)
        touched = set()
        for entry in changed:
            index = int.from_bytes(entry.key[:2], "big") >> 6
            if entry.key not in entries:
                keys = list(buckets[index])
                insort(keys, entry.key)
                buckets[index] = tuple(keys)
            entries[entry.key] = entry
            digests[entry.key] = state_digest(ENTRY, entry.encode())
            touched.add(index)
        for index in touched:
            bucket_digests[index] = state_digest(BUCKET, b"".join(digests[key] for key in buckets[index]))
        return StateMap(entries, digests, buckets, bucket_digests)


class RoundDigests(NamedTuple):
    """What one block named: marks of texts, or what its authors have committed to."""

    round: int
    named: frozenset
    digest: bytes

    @staticmethod
    def of(round_, named):
        return RoundDigests(
            round_, frozenset(named), state_digest(RECENT, i64(round_) + b"".join(sorted(named))))


def first_round(recent, digest):
    """The oldest remembered round that named a digest; None where none did."""
    return next((of.round for of in recent if digest in of.named), None)


class State:
    """S_r (PoR §3.7). Never changed after it is made."""

    def __init__(self, genesis, round_, seed, time, accounts, subjects, texts, commitments, evidence, rights, cap):
        self.genesis = genesis
        self.parameters = genesis.parameters
        self.round = round_
        self.seed = seed
        self.time = time
        self.accounts = accounts
        self.subjects = subjects
        self.texts, self.commitments = texts, commitments  # RoundDigests, oldest first
        self.evidence = evidence  # (round, accused, kind), ascending
        self.rights = rights      # Those that are used and have not lapsed, ascending
        self.cap = cap            # None without one
        self.block = genesis.network
        self.root = self._root()

    @staticmethod
    def of_genesis(genesis):
        """S_0 (PoR §3.7 item 1)."""
        accounts = StateMap.empty().having(
            Account(
                a.key, a.vrf_key, a.root, 0, None, True, False, a.reputation, a.balance, evidence_until=a.until)
            for a in genesis.accounts)
        cap = cap_after(None, accounts.entries.values(), 0, genesis.parameters)
        return State(genesis, 0, genesis.seed, genesis.time, accounts, StateMap.empty(), (), (), (), (), cap)

    def _root(self):
        return state_digest(ROOT, b"".join((
            self.genesis.network, i64(self.round), self.seed, i64(self.time),
            i32(len(self.accounts)), self.accounts.digest,
            i32(len(self.subjects)), self.subjects.digest,
            i32(len(self.texts)), *(of.digest for of in self.texts),
            i32(len(self.commitments)), *(of.digest for of in self.commitments),
            i32(len(self.evidence)), *(accused + i64(of) + u8(kind) for of, accused, kind in self.evidence),
            i32(len(self.rights)), *(right.encode() for right in self.rights),
            boolean(self.cap is not None), b"" if self.cap is None else i64(self.cap))))


def digests_after(recent, round_, named, parameters):
    """What a block named is remembered for so many rounds (PoR §8.3 spamming; D24, D42)."""
    if parameters.duplicate_rounds == 0:
        return ()
    kept = tuple(of for of in recent if of.round >= round_ + 1 - parameters.duplicate_rounds)
    return kept + (RoundDigests.of(round_, named),) if named else kept


def evidence_after(evidence, round_, applied, parameters):
    """Evidence is remembered as long as a block may carry it (D13)."""
    oldest = round_ + 1 - parameters.evidence_rounds
    return tuple(sorted(e for e in (*evidence, *applied) if e[0] >= oldest))


def rights_after(rights, round_, used, parameters):
    """A used right is remembered until it would have lapsed (D41)."""
    term = 0 if parameters.admission is None else parameters.admission.right_rounds
    return tuple(sorted(right for right in (*rights, *used) if right.round >= round_ + 1 - term))

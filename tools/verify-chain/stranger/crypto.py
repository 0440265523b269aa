"""Signatures and proofs (protocol.md, Selection; chain-format.md, Cryptography)."""

import hashlib

from . import curve
from .canonical import u8
from .digests import digest, tag

SUITE = b"\4"  # ECVRF-EDWARDS25519-SHA512-ELL2
NAME = b"ECVRF_edwards25519_XMD:SHA-512_ELL2_NU_" + SUITE


def sha512(*parts):
    return hashlib.sha512(b"".join(parts)).digest()


class Real:
    """Ed25519 and ECVRF."""

    def claimed_output(self, proof):
        """β of a proof that is not verified here (RFC 9381 §5.2); None if it does not decode."""
        gamma = curve.decode(proof[:32])
        if gamma is None or int.from_bytes(proof[48:], "little") >= curve.L:
            return None
        return sha512(SUITE, b"\3", curve.encode(curve.times_eight(gamma)), b"\0")

    def is_signed(self, key, message, signature):
        """s·B = R + h·A exactly: the encodings are compared. Neither A nor R is of small order."""
        a = curve.decode(key)
        s = int.from_bytes(signature[32:], "little")
        if a is None or s >= curve.L or curve.has_small_order(a):
            return False
        h = int.from_bytes(sha512(signature[:32], key, message), "little") % curve.L
        r = curve.sum_of_products((s, curve.BASE), (h, curve.negate(a)))
        return curve.encode(r) == signature[:32] and not curve.has_small_order(r)

    def is_proof(self, key, alpha, proof):
        """ECVRF_verify with key validation (RFC 9381 §5.3)."""
        y, gamma = curve.decode(key), curve.decode(proof[:32])
        c = int.from_bytes(proof[32:48], "little")
        s = int.from_bytes(proof[48:], "little")
        if y is None or gamma is None or s >= curve.L or curve.has_small_order(y):
            return False
        h = hash_to_curve(key, alpha)
        u = curve.sum_of_products((s, curve.BASE), (c, curve.negate(y)))
        v = curve.sum_of_products((s, h), (c, curve.negate(gamma)))
        points = (curve.encode(h), proof[:32], curve.encode(u), curve.encode(v))
        return sha512(SUITE, b"\2", key, *points, b"\0")[:16] == proof[32:48]


def hash_to_curve(salt, alpha):
    """ECVRF_encode_to_curve_h2c_suite (RFC 9381 §5.4.1.2; RFC 9380 §5)."""
    suffix = NAME + u8(len(NAME))
    first = sha512(bytes(128), salt, alpha, b"\0\x30\0", suffix)
    uniform = sha512(first, b"\1", suffix)
    return curve.times_eight(curve.from_field(int.from_bytes(uniform[:48], "big") % curve.P))


class StandIn:
    """The insecure stand-in of simulations: keyed hashes that anybody can make."""

    SIGNATURE, OUTPUT = 3, 4

    def hash(self, purpose, key, message):
        person = tag("model").ljust(15, b"\0") + u8(purpose)
        return hashlib.blake2b(message, digest_size=64, key=key, person=person).digest()

    def claimed_output(self, proof):
        return proof[:64]

    def is_signed(self, key, message, signature):
        return self.hash(self.SIGNATURE, key, message) == signature

    def is_proof(self, key, alpha, proof):
        output = self.hash(self.OUTPUT, key, alpha)
        return proof == output + output[:16]


class Remembering:
    """Checks each signature and proof once, also over several chains."""

    def __init__(self, cryptography):
        self.cryptography = cryptography
        self.known = {}
        self.signatures = 0
        self.proofs = 0

    def claimed_output(self, proof):
        return self.once("output", self.cryptography.claimed_output, proof)

    def is_signed(self, key, message, signature):
        self.signatures += 1
        return self.once("signature", self.cryptography.is_signed, key, message, signature)

    def is_proof(self, key, alpha, proof):
        self.proofs += 1
        return self.once("proof", self.cryptography.is_proof, key, alpha, proof)

    def once(self, kind, check, *values):
        place = (kind, *values)
        if place not in self.known:
            if len(self.known) >= 200_000:
                self.known.clear()
            self.known[place] = check(*values)
        return self.known[place]


def one_time_way(number):
    """The children that lead to a number: a spine of ever larger subtrees, then its digits (D28, ADR 2)."""
    way, size, digits = [], 4, 1
    while number >= size:
        number -= size
        way.append(4)
        size *= 4
        digits += 1
    return way + [number >> 2 * i & 3 for i in range(digits - 1, -1, -1)]


def is_one_time_signed(checks, root, vote):
    """One key for each (r, s), certified link by link from the registered root (PoR §6.1; D28)."""
    way = bytes(one_time_way(vote.ballot.round - 1) + one_time_way(vote.ballot.step - 1))
    if len(vote.chain) != len(way):
        return False
    key = root
    for depth, link in enumerate(vote.chain, 1):
        message = digest("one-time-link", u8(depth) + way[:depth] + link.key)
        if not checks.is_signed(key, message, link.certificate):
            return False
        key = link.key
    return checks.is_signed(key, vote.signed, vote.signature)

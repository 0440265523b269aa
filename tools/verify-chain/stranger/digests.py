"""Digests under domains (D29; chain-format.md, Digests)."""

import hashlib

from .canonical import i32, i64


def tag(domain):
    text = b"PoR." + domain.encode("ascii")
    return bytes((len(text),)) + text


def digest(domain, data):
    return hashlib.sha256(tag(domain) + data).digest()


def state_digest(part, data):
    return digest("state", bytes((part,)) + data)


def credential_alpha(sender, round_, step, seed):
    """What a credential proves (D3, D33)."""
    return tag("credential") + sender + i64(round_) + i32(step) + seed


def sponsorship_digest(network, right, seed, entry):
    """What the holder of a right to sponsor signs (D41)."""
    return digest("sponsorship", network + right.encode() + seed + entry.sender + entry.body.vrf_key + entry.body.root)


def seed_alpha(leader, seed):
    """What a leader's SIG(Q^{r-1}) proves (PoR §12.3)."""
    return tag("seed-proof") + leader + seed


def seed_after_block(output, round_):
    """Q^r after a leader's block (PoR §12.3)."""
    return digest("seed", output + i64(round_))


def seed_after_empty(seed, round_):
    """Q^r after the empty block (PoR §12.3)."""
    return digest("empty-seed", seed + i64(round_))


LOGARITHM_BITS = 48


def minus_log2(number):
    """-log2((number + 1) / 2^64) in units of 2^-48: the square of a 64-bit mantissa in 1..2 tells the next bit."""
    exponent = (number + 1).bit_length() - 1
    mantissa, logarithm = (number + 1) << 63 >> exponent, exponent
    for _ in range(LOGARITHM_BITS):
        square = mantissa * mantissa >> 63
        is_two = square >> 64
        mantissa = square >> is_two
        logarithm = logarithm << 1 | is_two
    return (64 << LOGARITHM_BITS) - logarithm


def rank(output, seats):
    """The least of as many uniforms as there are seats decides who leads (PoR §5.2 step 2; D4, ADR 4)."""
    hashed = digest("rank", output)
    quotient = (minus_log2(int.from_bytes(hashed[:8], "big")) << 136) // seats
    return quotient.to_bytes(24, "big") + hashed[24:]


def text_fingerprint(note):
    """Whether two texts say the same, whatever their case, blanks and punctuation (PoR §8.3 spamming; D24)."""
    folded = bytearray()
    for value in note:
        if value >= 0x80 or 0x30 <= value <= 0x39 or 0x61 <= value <= 0x7A:
            folded.append(value)
        elif 0x41 <= value <= 0x5A:
            folded.append(value | 0x20)
        elif folded and folded[-1] != 0x20:
            folded.append(0x20)
    if folded and folded[-1] == 0x20:
        folded.pop()
    return digest("review-text", bytes(folded))

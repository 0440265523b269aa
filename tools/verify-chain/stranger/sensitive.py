"""What opens a commitment to sensitive fields, whole or one field (protocol.md, The ledger; chain-format.md)."""

import json
import string

from .canonical import counted, i32, u8
from .digests import digest
from .folder import WrongUse

LEAF, NODE, ROOT, SALT = 1, 2, 3, 4
FIELDS_MAX, NAME_MAX, VALUE_MAX = 64, 64, 4096
HEXADECIMAL = frozenset(string.hexdigits)


def hashed(part, data):
    return digest("sensitive", u8(part) + data)


def leaf(name, value, salt):
    return hashed(LEAF, counted(name) + counted(value) + salt)


def salt_of(name, salt):
    """Of one field: it tells nothing of the salt of all."""
    return hashed(SALT, salt + counted(name))


def left_of(count):
    """The highest power of two below a number of leaves."""
    return 1 << (count - 1).bit_length() - 1


def top(leaves):
    if len(leaves) == 1:
        return leaves[0]
    left = left_of(len(leaves))
    return hashed(NODE, top(leaves[:left]) + top(leaves[left:]))


def top_by_path(digest_, index, count, path):
    """From a leaf and what stands beside its way, from below; None where it is no such way."""
    if count == 1 or not path:
        return digest_ if count == 1 and not path else None
    left = left_of(count)
    if index < left:
        below = top_by_path(digest_, index, left, path[:-1])
        return None if below is None else hashed(NODE, below + path[-1])
    below = top_by_path(digest_, index - left, count - left, path[:-1])
    return None if below is None else hashed(NODE, path[-1] + below)


def root(count, top_):
    return hashed(ROOT, i32(count) + top_)


def commitment_of_all(fields, salt):
    return root(len(fields), top([leaf(name, value, salt_of(name, salt)) for name, value in sorted(fields.items())]))


def commitment_of_one(name, value, salt, index, count, path):
    if not 0 <= index < count <= FIELDS_MAX:
        return None
    above = top_by_path(leaf(name, value, salt), index, count, path)
    return None if above is None else root(count, above)


class Opening:
    """The commitment that a file opens, and the fields that it shows."""

    def __init__(self, fields, commitment):
        self.fields, self.commitment = fields, commitment

    @staticmethod
    def read(path):
        try:
            with open(path, encoding="utf-8") as file:
                value = json.load(file, object_pairs_hook=once)
            return Opening.of(value)
        except OSError as fault:
            raise WrongUse("The opening '%s' cannot be read: %s." % (path, fault)) from fault
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as fault:
            # Not its repr, which would show what of the file is private.
            raise WrongUse("'%s' is no opening of sensitive fields: %s: %s." % (
                path, type(fault).__name__, fault)) from fault

    @staticmethod
    def of(value):
        salt = digits(value["salt"])
        if "fields" in value:
            fields = {named(name): checked(text, VALUE_MAX) for name, text in value["fields"].items()}
            if not 1 <= len(fields) <= FIELDS_MAX:
                raise ValueError("1 to %d fields are right" % FIELDS_MAX)
            return Opening(fields, commitment_of_all(fields, salt))
        name, text, path = named(value["name"]), checked(value["value"], VALUE_MAX), value["path"]
        if not isinstance(path, list):
            raise ValueError("the path must be a list of digests")
        return Opening({name: text}, commitment_of_one(
            name, text, salt, whole(value["index"]), whole(value["count"]), [digits(part) for part in path]))


def once(pairs):
    if len({name for name, _ in pairs}) < len(pairs):
        raise ValueError("a name is there twice")
    return dict(pairs)


def named(text):
    name = checked(text, NAME_MAX)
    if not name:
        raise ValueError("a field without a name is none")
    return name


def whole(value):
    if type(value) is not int:  # A bool is an int, too.
        raise ValueError("index and count are whole numbers")
    return value


def checked(text, most):
    encoded = text.encode("utf-8")
    if len(encoded) > most:
        raise ValueError("a text is longer than %d bytes" % most)
    return encoded


def digits(text):
    if len(text) != 64 or not set(text) <= HEXADECIMAL:
        raise ValueError("a salt or digest is 64 hexadecimal digits")
    return bytes.fromhex(text)

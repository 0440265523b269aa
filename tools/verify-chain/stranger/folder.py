"""The files of an exported chain (ADR 12)."""

import os
import stat

from .canonical import NotCanonical, decode
from .documents import CertifiedBlock, Genesis, Head

GENESIS, HEAD, EXTENSION = "genesis.por", "head.por", ".por"
BYTES_MAX = 1 << 28


class WrongUse(Exception):
    """There is no chain to verify; the message is one sentence."""


class Unreadable(Exception):
    """A file of the chain is missing or cannot be read."""


def file_of(round_):
    return "%06d%s" % (round_, EXTENSION)


def round_of(name):
    """The round that a block's file states; None for any other name."""
    number = name[:-len(EXTENSION)] if name.endswith(EXTENSION) else ""
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    return int(number) if int(number) > 0 and file_of(int(number)) == name else None


def is_of_chain(name):
    return name in (GENESIS, HEAD) or round_of(name) is not None


def find(path):
    """The chain's folder: the one that is named, or `chain` within it."""
    if not os.path.exists(path):
        raise WrongUse("There is no folder '%s'." % path)
    if not os.path.isdir(path):
        raise WrongUse("'%s' is a file: name the folder of a run or of a chain." % path)
    for folder in (path, os.path.join(path, "chain")):
        try:
            if os.path.isdir(folder) and any(map(is_of_chain, os.listdir(folder))):
                return folder
        except OSError as fault:
            raise WrongUse("'%s' cannot be read: %s." % (folder, fault.strerror)) from fault
    raise WrongUse("'%s' holds no chain: neither files such as %s nor a folder chain with them." % (path, GENESIS))


class Folder:
    """Reads each file once, and opens nothing but regular files of bounded length."""

    def __init__(self, path):
        self.path = find(path)
        self.names = sorted(os.listdir(self.path))
        self.last = max((round_of(name) or 0 for name in self.names), default=0)

    def read(self, name):
        path = os.path.join(self.path, name)
        try:
            found = os.stat(path)
            if not stat.S_ISREG(found.st_mode):
                raise Unreadable("no regular file")
            if found.st_size > BYTES_MAX:
                raise Unreadable("longer than %d bytes" % BYTES_MAX)
            with open(path, "rb") as file:
                return file.read(BYTES_MAX + 1)
        except FileNotFoundError as fault:
            raise Unreadable("missing") from fault
        except OSError as fault:
            raise Unreadable(fault.strerror or "an error") from fault

    def genesis(self):
        return decode(self.read(GENESIS), Genesis.read)

    def try_head(self):
        return self._try(HEAD, Head)

    def try_first(self):
        return self._try(file_of(1), CertifiedBlock)

    def _try(self, name, kind):
        try:
            return decode(self.read(name), kind.read)
        except (Unreadable, NotCanonical):
            return None

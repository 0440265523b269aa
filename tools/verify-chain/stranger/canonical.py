"""Canonical bytes (chain-format.md, Encoding): every value has one encoding, and no other is taken."""


class NotCanonical(Exception):
    """The bytes are no canonical form; the message says where and why."""


class Reader:
    """Reads fields one after the other. The first fault ends the reading."""

    def __init__(self, data):
        self.data = data
        self.at = 0

    def fail(self, reason):
        raise NotCanonical("at byte %d: %s" % (self.at, reason))

    def require(self, holds, reason):
        if not holds:
            self.fail(reason)

    def take(self, length):
        if length > len(self.data) - self.at:
            self.fail("%d bytes are expected, %d are left" % (length, len(self.data) - self.at))
        self.at += length
        return self.data[self.at - length:self.at]

    def since(self, start):
        """The bytes from a place up to here: the canonical form of what was read between."""
        return self.data[start:self.at]

    def u8(self):
        return self.take(1)[0]

    def i32(self):
        return int.from_bytes(self.take(4), "big", signed=True)

    def i64(self):
        return int.from_bytes(self.take(8), "big", signed=True)

    def u64(self):
        return int.from_bytes(self.take(8), "big")

    def b32(self):
        return self.take(32)

    def b64(self):
        return self.take(64)

    def b80(self):
        return self.take(80)

    def boolean(self):
        value = self.u8()
        self.require(value <= 1, "a boolean must be 0 or 1, not %d" % value)
        return value == 1

    def count(self, most):
        value = self.i32()
        self.require(0 <= value <= most, "a length or count must be 0..%d, not %d" % (most, value))
        return value

    def bytes(self, most):
        return self.take(self.count(most))

    def text(self, most):
        """Strict UTF-8, kept as bytes: nothing compares texts otherwise."""
        value = self.bytes(most)
        self.require(is_utf8(value), "a text must be valid UTF-8")
        return value

    def list(self, read, most):
        return [read(self) for _ in range(self.count(most))]

    def optional(self, read):
        return read(self) if self.boolean() else None


def decode(data, read):
    """Reads one value that fills the bytes exactly."""
    reader = Reader(data)
    value = read(reader)
    reader.require(reader.at == len(data), "%d bytes are left over" % (len(data) - reader.at))
    return value


def is_utf8(value):
    try:
        value.decode("utf-8", "strict")
    except UnicodeDecodeError:
        return False
    return True


def u8(value):
    return bytes((value,))


def i32(value):
    return value.to_bytes(4, "big", signed=True)


def i64(value):
    return value.to_bytes(8, "big", signed=True)


def u64(value):
    return value.to_bytes(8, "big")


def boolean(value):
    return b"\1" if value else b"\0"


def counted(value):
    """Bytes behind their length."""
    return i32(len(value)) + value

"""The group of edwards25519 (RFC 8032 §5.1) in variable time: all that a verifier sees is public."""

P = 2 ** 255 - 19
L = 2 ** 252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)

# Extended coordinates: x = X/Z, y = Y/Z, xy = T/Z.
IDENTITY = (0, 1, 1, 0)


def root_of_ratio(u, v):
    """A root of u/v, or None."""
    candidate = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    check = v * candidate * candidate % P
    if check == u % P:
        return candidate
    return candidate * ROOT_OF_MINUS_ONE % P if check == -u % P else None


def decode(data):
    """A point from 32 bytes, or None: y of p or more, -0 and points off the curve are refused."""
    number = int.from_bytes(data, "little")
    sign, y = number >> 255, number & ((1 << 255) - 1)
    if y >= P:
        return None
    x = root_of_ratio((y * y - 1) % P, (D * y * y + 1) % P)
    if x is None or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


def encode(point):
    x, y, z, _ = point
    inverse = pow(z, P - 2, P)
    return (y * inverse % P | (x * inverse % P & 1) << 255).to_bytes(32, "little")


def double(point):
    x, y, z, _ = point
    a, b, c = x * x % P, y * y % P, 2 * z * z % P
    h = a + b
    e = h - (x + y) * (x + y) % P
    g = a - b
    f = c + g
    return e * f % P, g * h % P, f * g % P, e * h % P


def add(one, other):
    x1, y1, z1, t1 = one
    x2, y2, z2, t2 = other
    a = (y1 - x1) * (y2 - x2) % P
    b = (y1 + x1) * (y2 + x2) % P
    c = 2 * D * t1 * t2 % P
    d = 2 * z1 * z2 % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def negate(point):
    x, y, z, t = point
    return -x % P, y, z, -t % P


def times_eight(point):
    return double(double(double(point)))


def is_identity(point):
    x, y, z, _ = point
    return x % P == 0 and (y - z) % P == 0


def has_small_order(point):
    return is_identity(times_eight(point))


BASE = decode((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def odd_multiples(point, width):
    """1, 3, 5, ... times a point."""
    twice, multiples = double(point), [point]
    for _ in range((1 << (width - 2)) - 1):
        multiples.append(add(multiples[-1], twice))
    return multiples


def non_adjacent_form(scalar, width):
    """Digits that are 0 or odd, lowest first."""
    digits = []
    while scalar:
        digit = 0
        if scalar & 1:
            digit = scalar & ((1 << width) - 1)
            if digit >> (width - 1):
                digit -= 1 << width
            scalar -= digit
        digits.append(digit)
        scalar >>= 1
    return digits


BASE_WIDTH = 8
POINT_WIDTH = 5
BASE_MULTIPLES = odd_multiples(BASE, BASE_WIDTH)


def sum_of_products(*products):
    """The sum of scalar * point over pairs (scalar, point); the scalars are 0 or more."""
    ways = []
    for scalar, point in products:
        width = BASE_WIDTH if point is BASE else POINT_WIDTH
        multiples = BASE_MULTIPLES if point is BASE else odd_multiples(point, width)
        ways.append((non_adjacent_form(scalar, width), multiples))
    total = IDENTITY
    for at in range(max(len(digits) for digits, _ in ways) - 1, -1, -1):
        total = double(total)
        for digits, multiples in ways:
            digit = digits[at] if at < len(digits) else 0
            if digit > 0:
                total = add(total, multiples[digit >> 1])
            elif digit < 0:
                total = add(total, negate(multiples[-digit >> 1]))
    return total


J = 486662
ROOT_OF_MINUS_486664 = root_of_ratio(-486664 % P, 1)
if ROOT_OF_MINUS_486664 & 1:
    ROOT_OF_MINUS_486664 = P - ROOT_OF_MINUS_486664


def from_field(u):
    """map_to_curve_elligator2_edwards25519 (RFC 9380 §6.7.1, §6.8.2); the cofactor is not cleared."""
    x = -J * pow(1 + 2 * u * u, P - 2, P) % P
    square = (x * x * x + J * x * x + x) % P
    y, sign = root_of_ratio(square, 1), 1
    if y is None:
        x, sign = (-x - J) % P, 0
        y = root_of_ratio((x * x * x + J * x * x + x) % P, 1)
    if y & 1 != sign:
        y = -y % P
    if y == 0 or (x + 1) % P == 0:
        return IDENTITY
    edwards_x = ROOT_OF_MINUS_486664 * x * pow(y, P - 2, P) % P
    edwards_y = (x - 1) * pow(x + 1, P - 2, P) % P
    return edwards_x, edwards_y, 1, edwards_x * edwards_y % P

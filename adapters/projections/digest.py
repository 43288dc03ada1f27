"""A digest of all rows of a projection that does not depend on their order: the sum of their hashes modulo 2^256.

A row's hash is SHA-256 over its table's name, a zero byte, and its bytes in binary COPY form. A row that goes is
subtracted, one that comes is added, so the digest is kept without ever looking at the rest; it is the same after a
rebuild, and anybody can add it up again from the tables.
"""

from collections.abc import Iterable
from hashlib import sha256

MODULUS = 2**256


def hash_of_rows(table: str, rows: Iterable[bytes]) -> int:
    """The sum of the hashes of *rows* of *table*, not reduced yet."""
    named = table.encode() + b"\0"
    total = 0
    for row in rows:  # one call a row: a copy of a hash that has begun costs more than the few bytes again
        total += int.from_bytes(sha256(named + row).digest(), "big")
    return total

"""The Merkle tree over the log (RFC 6962, 2.1): roots, proofs, and their verification (RFC 9162, 2.1.3 and 2.1.4).

A hash is 32 bytes, a leaf here always a leaf *hash*, an index zero-based. Proofs are made of complete subtrees alone,
which is what a log in tiles keeps, so that no proof needs more than a few hundred hashes of any tree.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import reduce
from hashlib import sha256
from typing import Protocol, TypeAlias

Hash: TypeAlias = bytes

HASH_BYTES = 32
EMPTY_ROOT: Hash = sha256(b"").digest()


class OutOfTree(ValueError):  # noqa: N818 (the word of the trade; an Error would say that something broke)
    """Raised for an index or a size that the tree does not have."""


class Tree(Protocol):
    """What a proof is made from."""

    @property
    def size(self) -> int:
        """How many leaves there are."""
        ...

    def subtree(self, level: int, index: int) -> Hash:
        """Root of the complete subtree over the leaves from index·2^level on, 2^level of them."""
        ...


class LeafTree:
    """A tree in memory, from all of its leaves; it holds about two hashes for each."""

    def __init__(self, leaves: Sequence[Hash]) -> None:
        self.size = len(leaves)
        self._rows = [leaves]
        while len(self._rows[-1]) > 1:
            row = self._rows[-1]
            # an odd last hash has no sibling yet, so it is in no complete subtree
            self._rows.append([node_hash(left, right) for left, right in zip(row[::2], row[1::2], strict=False)])

    def subtree(self, level: int, index: int) -> Hash:
        """Root of the complete subtree over the leaves from index·2^level on, 2^level of them."""
        return self._rows[level][index]


@dataclass(slots=True)
class Frontier:
    """The right edge of a growing tree: the roots of its complete subtrees, largest first, at most 64 of them."""

    size: int = 0
    roots: list[Hash] = field(default_factory=list)

    def append(self, leaf: Hash) -> None:
        """Adds the next leaf."""
        self.size += 1
        completed = leaf
        for _ in range((self.size & -self.size).bit_length() - 1):
            completed = node_hash(self.roots.pop(), completed)
        self.roots.append(completed)

    def root(self) -> Hash:
        """The root of all leaves so far; of none, SHA-256 of nothing."""
        if not self.roots:
            return EMPTY_ROOT
        return reduce(lambda right, left: node_hash(left, right), reversed(self.roots))


def node_hash(left: Hash, right: Hash) -> Hash:
    """SHA-256(0x01 ‖ left ‖ right)."""
    return sha256(b"\x01" + left + right).digest()


def root(leaves: Iterable[Hash]) -> Hash:
    """The root over *leaves*, read once and in order, in memory that grows with the logarithm of their number."""
    frontier = Frontier()
    for leaf in leaves:
        frontier.append(leaf)
    return frontier.root()


def root_at(tree: Tree, size: int) -> Hash:
    """The root of the first *size* leaves of *tree*; raises OutOfTree where it has not so many."""
    _refuse_unless(0 <= size <= tree.size, f"a tree of {tree.size} leaves has no size {size}")
    return _range_root(tree, 0, size) if size else EMPTY_ROOT


def inclusion_proof(tree: Tree, index: int, size: int) -> tuple[Hash, ...]:
    """Sibling hashes from leaf *index* up to the root of the first *size* leaves, leaf level first (RFC 9162, 2.1.3.1).

    At most 64 hashes of 32 bytes. Raises OutOfTree if index >= size or size > tree.size.
    """
    _refuse_unless(0 <= index < size <= tree.size, f"no leaf {index} in the first {size} of {tree.size}")
    siblings: list[Hash] = []
    start, end = 0, size
    while end - start > 1:
        split = start + _split(end - start)
        if index < split:
            siblings.append(_range_root(tree, split, end))
            end = split
        else:
            siblings.append(_range_root(tree, start, split))
            start = split
    return tuple(reversed(siblings))


def consistency_proof(tree: Tree, old_size: int, new_size: int) -> tuple[Hash, ...]:
    """The hashes that lead from the root at *old_size* to the root at *new_size* (RFC 9162, 2.1.4.1).

    Empty between equal sizes and from size 0, where there is nothing to prove. Raises OutOfTree if old_size >
    new_size or new_size > tree.size.
    """
    _refuse_unless(0 <= old_size <= new_size <= tree.size, f"no sizes {old_size}, {new_size} in {tree.size}")
    if old_size in (0, new_size):
        return ()
    hashes: list[Hash] = []
    start, end = 0, new_size
    while end != old_size:
        split = start + _split(end - start)
        if old_size <= split:
            hashes.append(_range_root(tree, split, end))
            end = split
        else:
            hashes.append(_range_root(tree, start, split))
            start = split
    # from 0 on, what is left is the old root, and the verifier has that
    own = (_range_root(tree, start, end),) if start else ()
    return (*own, *reversed(hashes))


def verify_inclusion(leaf: Hash, index: int, size: int, proof: Sequence[Hash], root: Hash) -> bool:
    """Whether *proof* shows *leaf* to be leaf *index* of *size* leaves with that *root* (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size or not _are_hashes(leaf, *proof):
        return False
    node, last, made = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if _is_right(node, last):
            made = node_hash(sibling, made)
            node, last = _past_lone_ancestors(node, last)
        else:
            made = node_hash(made, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and made == root


def verify_consistency(old_size: int, new_size: int, old_root: Hash, new_root: Hash, proof: Sequence[Hash]) -> bool:
    """Whether *proof* shows that the new tree only appended to the old one (RFC 9162, 2.1.4.2).

    From size 0 there is nothing to prove, so the proof is empty and the old root that of nothing.
    """
    if old_size < 0 or (old_size == 0 and old_root != EMPTY_ROOT):
        return False
    if old_size == new_size:
        return not proof and old_root == new_root
    if old_size == 0:
        return not proof and new_size > 0
    if not (0 < old_size < new_size and proof and _are_hashes(old_root, new_root, *proof)):
        return False
    return _leads_from_old_to_new(old_size, new_size, old_root, new_root, proof)


def _leads_from_old_to_new(old_size: int, new_size: int, old_root: Hash, new_root: Hash, proof: Sequence[Hash]) -> bool:
    path = (old_root, *proof) if old_size & (old_size - 1) == 0 else tuple(proof)
    node, last = old_size - 1, new_size - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    old = new = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if _is_right(node, last):
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            node, last = _past_lone_ancestors(node, last)
        else:
            new = node_hash(new, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and old == old_root and new == new_root


def _is_right(node: int, last: int) -> bool:
    """Whether the next sibling of a proof stands to the left; a last node has none to the right."""
    return node & 1 == 1 or node == last


def _past_lone_ancestors(node: int, last: int) -> tuple[int, int]:
    """Up to the level at which the node is a right child; the levels between hold it unchanged, for it stands alone."""
    while node and not node & 1:
        node, last = node >> 1, last >> 1
    return node, last


def _range_root(tree: Tree, start: int, end: int) -> Hash:
    """Root over the leaves [start, end), where a walk down from the top gave start, so that it is aligned."""
    width = end - start
    if width & (width - 1) == 0:
        level = width.bit_length() - 1
        return tree.subtree(level, start >> level)
    split = start + _split(width)
    return node_hash(_range_root(tree, start, split), _range_root(tree, split, end))


def _split(width: int) -> int:
    """The largest power of two below *width*."""
    return 1 << ((width - 1).bit_length() - 1)


def _are_hashes(*hashes: Hash) -> bool:
    return all(len(one) == HASH_BYTES for one in hashes)


def _refuse_unless(is_within: bool, why: str) -> None:  # noqa: FBT001 (a condition, not a flag)
    if not is_within:
        raise OutOfTree(why)

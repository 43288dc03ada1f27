"""The tree over the log: roots, proofs, and who is fooled by none of them."""

import base64
import json
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.merkle import (
    EMPTY_ROOT,
    Frontier,
    Hash,
    LeafTree,
    OutOfTree,
    consistency_proof,
    inclusion_proof,
    node_hash,
    root,
    root_at,
    verify_consistency,
    verify_inclusion,
)

DAY = [sha256(b"\x00" + hour).digest() for hour in b"morning noon evening night late".split()]
DAY_ROOT = bytes.fromhex("d0fa882ba680c620b5a381a5e617e20bd0fae8bba6f541cf8fb8457d38851a31")
LEAVES = [sha256(b"\x00%d" % n).digest() for n in range(300)]
SIZES = st.integers(1, len(LEAVES))


@cache
def leaves_of(prefix: str, size: int) -> list[Hash]:
    return [sha256(f"\x00{prefix}{n}".encode()).digest() for n in range(size)]


def reference(shared: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((shared / "vectors/merkle/reference.json").read_text())
    return found


@pytest.fixture(scope="module")
def big_tree(shared: Path) -> LeafTree:
    given = reference(shared)
    return LeafTree(leaves_of(given["leaf_prefix"], max(case["size"] for case in given["roots"])))


def unb64(texts: list[str] | None) -> tuple[bytes, ...]:
    return tuple(base64.b64decode(text) for text in texts or [])


def foreign_cases(shared: Path, kind: str) -> list[Any]:
    lines = (shared / "vectors/merkle/transparency-dev.ndjson").read_text().splitlines()
    return [case for case in map(json.loads, lines) if case["kind"] == kind]


def test_the_roots_are_those_of_another_implementation(shared: Path, big_tree: LeafTree) -> None:
    given = reference(shared)
    for case in given["roots"]:
        assert root_at(big_tree, case["size"]) == base64.b64decode(case["root"]), case["size"]
        assert root(leaves_of(given["leaf_prefix"], case["size"])) == base64.b64decode(case["root"]), case["size"]


def test_the_inclusion_proofs_are_those_of_another_implementation(shared: Path, big_tree: LeafTree) -> None:
    for case in reference(shared)["inclusion"]:
        leaf, proof, top = base64.b64decode(case["leaf_hash"]), unb64(case["proof"]), base64.b64decode(case["root"])
        assert inclusion_proof(big_tree, case["index"], case["size"]) == proof
        assert verify_inclusion(leaf, case["index"], case["size"], proof, top)


def test_the_consistency_proofs_are_those_of_another_implementation(shared: Path, big_tree: LeafTree) -> None:
    for case in reference(shared)["consistency"]:
        proof, (old, new) = unb64(case["proof"]), unb64([case["root1"], case["root2"]])
        assert consistency_proof(big_tree, case["size1"], case["size2"]) == proof
        assert verify_consistency(case["size1"], case["size2"], old, new, proof)


def test_every_foreign_inclusion_proof_is_judged_as_its_authors_say(shared: Path) -> None:
    for case in foreign_cases(shared, "inclusion"):
        leaf, top = unb64([case["leafHash"] or "", case["root"] or ""])
        verdict = verify_inclusion(leaf, case["leafIdx"], case["treeSize"], unb64(case["proof"]), top)
        assert verdict is not case["wantErr"], case["file"]


def test_every_foreign_consistency_proof_is_judged_as_its_authors_say_but_from_size_0(shared: Path) -> None:
    for case in foreign_cases(shared, "consistency"):
        (old, new), proof = unb64([case["root1"] or "", case["root2"] or ""]), unb64(case["proof"])
        verdict = verify_consistency(case["size1"], case["size2"], old, new, proof)
        assert verdict is not (case["wantErr"] and not is_rightly_from_nothing(case, old, new)), case["file"]


def is_rightly_from_nothing(case: dict[str, Any], old: Hash, new: Hash) -> bool:
    """The authors refuse size 0 outright; we accept the root of nothing with an empty proof."""
    leads_on = case["size2"] > 0 or new == EMPTY_ROOT
    return case["size1"] == 0 and old == EMPTY_ROOT and not case["proof"] and leads_on


def test_a_tree_of_five_leaves_has_its_golden_root_and_never_doubles_the_last_one() -> None:
    assert root(DAY) == root_at(LeafTree(DAY), 5) == DAY_ROOT
    first_four = node_hash(node_hash(DAY[0], DAY[1]), node_hash(DAY[2], DAY[3]))
    assert node_hash(first_four, DAY[4]) == DAY_ROOT
    assert inclusion_proof(LeafTree(DAY), 4, 5) == (first_four,)


def test_the_root_of_nothing_is_the_hash_of_nothing() -> None:
    assert root([]) == root_at(LeafTree([]), 0) == Frontier().root() == sha256(b"").digest()


def test_a_root_needs_to_read_its_leaves_only_once() -> None:
    assert root(iter(DAY)) == DAY_ROOT


def test_a_frontier_grows_into_every_root_and_keeps_few_hashes() -> None:
    frontier = Frontier()
    for size, leaf in enumerate(LEAVES, start=1):
        frontier.append(leaf)
        assert frontier.size == size
        assert len(frontier.roots) == size.bit_count()
        assert frontier.root() == root_at(LeafTree(LEAVES), size)


def test_a_frontier_goes_on_from_what_was_kept_of_it() -> None:
    kept = Frontier()
    for leaf in LEAVES[:100]:
        kept.append(leaf)
    resumed = Frontier(size=100, roots=list(kept.roots))
    resumed.append(LEAVES[100])
    assert resumed.root() == root(LEAVES[:101])


@given(SIZES, st.data())
def test_each_leaf_is_proven_and_no_other_in_its_place(size: int, data: st.DataObject) -> None:
    index, other = data.draw(st.integers(0, size - 1)), data.draw(st.integers(0, size - 1))
    proof, top = inclusion_proof(LeafTree(LEAVES), index, size), root(LEAVES[:size])
    assert len(proof) <= (size - 1).bit_length()
    assert verify_inclusion(LEAVES[index], index, size, proof, top)
    assert verify_inclusion(LEAVES[other], other, size, proof, top) is (other == index)
    assert verify_inclusion(LEAVES[other], index, size, proof, top) is (other == index)


@given(SIZES, SIZES)
def test_each_older_tree_is_proven_to_be_the_beginning(one: int, two: int) -> None:
    old, new = sorted((one, two))
    proof = consistency_proof(LeafTree(LEAVES), old, new)
    assert verify_consistency(old, new, root(LEAVES[:old]), root(LEAVES[:new]), proof)
    rewritten = root([*LEAVES[: old - 1], b"\x00" * 32])
    assert not verify_consistency(old, new, rewritten, root(LEAVES[:new]), proof)


@given(SIZES, SIZES, st.data())
def test_a_proof_that_was_touched_proves_nothing(one: int, two: int, data: st.DataObject) -> None:
    old, new = sorted((one, two))
    tree, tops = LeafTree(LEAVES), (root(LEAVES[:old]), root(LEAVES[:new]))
    touched = data.draw(st.sampled_from([shortened, lengthened, one_bit_off]))
    included, consistent = inclusion_proof(tree, old - 1, new), consistency_proof(tree, old, new)
    if included:
        assert not verify_inclusion(LEAVES[old - 1], old - 1, new, touched(included), tops[1])
    if consistent:
        assert not verify_consistency(old, new, *tops, touched(consistent))


def shortened(proof: tuple[Hash, ...]) -> tuple[Hash, ...]:
    return proof[:-1]


def lengthened(proof: tuple[Hash, ...]) -> tuple[Hash, ...]:
    return (*proof, proof[-1])


def one_bit_off(proof: tuple[Hash, ...]) -> tuple[Hash, ...]:
    return (bytes([proof[0][0] ^ 1]) + proof[0][1:], *proof[1:])


def test_a_proof_longer_than_the_tree_is_high_proves_nothing() -> None:
    top = root(DAY[:1])
    assert verify_inclusion(DAY[0], 0, 1, (), top)
    assert not verify_inclusion(DAY[0], 0, 1, (DAY[1],), node_hash(DAY[1], DAY[0]))


def test_a_proof_longer_than_the_tree_is_high_connects_no_two_trees() -> None:
    old, new, too_much = root(DAY[:3]), root(DAY[:4]), DAY[4]
    proof = consistency_proof(LeafTree(DAY), 3, 4)
    assert verify_consistency(3, 4, old, new, proof)
    assert not verify_consistency(3, 4, node_hash(too_much, old), node_hash(too_much, new), (*proof, too_much))


def test_from_size_0_there_is_nothing_to_prove() -> None:
    assert consistency_proof(LeafTree(DAY), 0, 5) == ()
    assert verify_consistency(0, 5, EMPTY_ROOT, DAY_ROOT, ())
    assert not verify_consistency(0, 5, EMPTY_ROOT, DAY_ROOT, (DAY[0],))
    assert not verify_consistency(0, 5, DAY[0], DAY_ROOT, ())


def test_equal_sizes_need_equal_roots_and_no_proof() -> None:
    assert consistency_proof(LeafTree(DAY), 5, 5) == ()
    assert verify_consistency(5, 5, DAY_ROOT, DAY_ROOT, ())
    assert verify_consistency(0, 0, EMPTY_ROOT, EMPTY_ROOT, ())
    assert not verify_consistency(5, 5, DAY_ROOT, DAY_ROOT, (DAY[0],))
    assert not verify_consistency(5, 5, DAY_ROOT, DAY[0], ())
    assert not verify_consistency(0, 0, DAY_ROOT, DAY_ROOT, ())


def test_an_empty_proof_between_different_sizes_proves_nothing() -> None:
    assert not verify_consistency(4, 5, root(DAY[:4]), DAY_ROOT, ())


@pytest.mark.parametrize(("index", "size"), [(-1, 5), (5, 5), (0, 0)])
def test_an_index_outside_the_tree_is_never_included(index: int, size: int) -> None:
    assert not verify_inclusion(DAY[0], index, size, (), DAY_ROOT)


@pytest.mark.parametrize(("old", "new"), [(-1, 5), (-1, -1), (5, 4), (5, 0)])
def test_a_tree_that_shrinks_is_never_consistent(old: int, new: int) -> None:
    assert not verify_consistency(old, new, DAY_ROOT, DAY_ROOT, (DAY[0],))
    assert not verify_consistency(old, new, DAY_ROOT, DAY_ROOT, ())


def test_a_hash_of_another_length_proves_nothing() -> None:
    short = DAY[1][:-1]
    assert not verify_inclusion(DAY[0], 0, 2, (short,), node_hash(DAY[0], short))
    assert not verify_inclusion(short, 0, 1, (), short)
    assert not verify_consistency(1, 2, DAY[0], node_hash(DAY[0], short), (short,))


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0), (0, 6)])
def test_no_inclusion_proof_outside_the_tree(index: int, size: int) -> None:
    with pytest.raises(OutOfTree):
        inclusion_proof(LeafTree(DAY), index, size)


@pytest.mark.parametrize(("old", "new"), [(-1, 3), (4, 3), (3, 6)])
def test_no_consistency_proof_outside_the_tree(old: int, new: int) -> None:
    with pytest.raises(OutOfTree):
        consistency_proof(LeafTree(DAY), old, new)


@pytest.mark.parametrize("size", [-1, 6])
def test_no_root_outside_the_tree(size: int) -> None:
    with pytest.raises(OutOfTree):
        root_at(LeafTree(DAY), size)

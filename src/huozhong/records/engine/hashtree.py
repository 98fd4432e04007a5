"""Hash trees as in RFC 6962 (section 2.1), and the chain of their roots. SHA-256 throughout."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

EMPTY = sha256(b"").digest()
NO_SEAL = bytes(32)


def leaf_hash(content: bytes) -> bytes:
    """SHA-256 of 0x00 and the content."""
    return sha256(b"\x00" + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256 of 0x01 and the two children."""
    return sha256(b"\x01" + left + right).digest()


def root_of(leaves: Sequence[bytes]) -> bytes:
    """The root over leaf hashes. Pairing from the left and lifting an odd last one gives RFC 6962's tree."""
    if not leaves:
        return EMPTY
    level = list(leaves)
    while len(level) > 1:
        odd = [level[-1]] if len(level) % 2 else []
        level = [node_hash(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)] + odd
    return level[0]


def proof_of(leaves: Sequence[bytes], position: int) -> tuple[tuple[str, bytes], ...]:
    """The hashes that lead from one leaf to the root, each with its side ("left", "right"), leaf upward."""
    if not 0 <= position < len(leaves):
        raise IndexError(position)
    proof: list[tuple[str, bytes]] = []
    level = list(leaves)
    while len(level) > 1:
        if position % 2:
            proof.append(("left", level[position - 1]))
        elif position + 1 < len(level):
            proof.append(("right", level[position + 1]))
        odd = [level[-1]] if len(level) % 2 else []
        level = [node_hash(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)] + odd
        position //= 2
    return tuple(proof)


def root_from_proof(leaf: bytes, proof: Sequence[tuple[str, bytes]]) -> bytes:
    """The root that a leaf and its proof lead to."""
    for side, other in proof:
        leaf = node_hash(other, leaf) if side == "left" else node_hash(leaf, other)
    return leaf


def chain_hash(previous: bytes, seal: bytes) -> bytes:
    """SHA-256 of 0x02, the chain so far and the canonical text of the seal."""
    return sha256(b"\x02" + previous + seal).digest()

"""Row numbers of experiences that grow with their publication, so that the order of the key is "oldest to newest".

A number is the second of publication, then 30 bits of the id's hash; two ids that fall together are told apart by
taking the next free number. Seconds before 1970 count as 1970.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

_HASH_BITS = 30


def wanted(experience_id: str, published_at: datetime) -> int:
    hashed = int.from_bytes(hashlib.blake2b(experience_id.encode(), digest_size=4).digest(), "big")
    return (max(int(published_at.timestamp()), 0) << _HASH_BITS) | (hashed >> 2)


def same_second(rid: int, other: int) -> bool:
    return rid >> _HASH_BITS == other >> _HASH_BITS


def give(wishes: Mapping[str, int], taken: Callable[[Iterable[int]], set[int]]) -> dict[str, int]:
    """A free number for each id, as near as can be to its wish. `taken` tells which numbers are in use already."""
    used = taken(wishes.values())
    given: dict[str, int] = {}
    for experience_id, wish in wishes.items():
        rid = wish
        while rid in used or (rid != wish and taken((rid,))):
            rid += 1
        used.add(rid)
        given[experience_id] = rid
    return given

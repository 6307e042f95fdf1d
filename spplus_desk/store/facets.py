"""Facets: what the list can be filtered by, one index entry for each value of each row, in the order of urgency.

A row of the inbox carries its values as a JSON list; triggers keep `inbox_facets` in its image, whoever writes it.
"""

from functools import lru_cache

from spplus_desk.store.values import list_text, tags, texts

PREFIXES = {
    "procedures": "p",
    "business_tags": "b",
    "tags": "t",
    "improvement": "i",
    "channels": "c",
    "sentiments": "s",
    "structures": "u",
}
"""The letter of each field of a filter, the rarer values first: a list is found by the first of them."""
SINGLE = frozenset({"s", "u", "i"})
"""Those of which a row has one value at most."""
_GENERAL = ("accessibility", "information", "relation", "responsiveness", "simplicity")


def facet(field: str, value: str) -> str:
    return f"{PREFIXES[field]}:{value}"


@lru_cache(maxsize=20_000)
def facets_text(
    sentiment: str | None,
    procedures: str,
    general: str,
    channels: str,
    business_tags: str,
    improvement: int,
    structure_id: str,
) -> str:
    """The column of a row, from columns as they are kept (lists and tags are JSON texts)."""
    found = [f"u:{structure_id}"]
    if sentiment is not None:
        found.append(f"s:{sentiment}")
    if improvement:
        found.append("i:1")
    given = tags(general)
    for name in _GENERAL:
        judged = getattr(given, name)
        if judged is not None:
            found.append(f"t:{name}:{judged.value}")
    for letter, listed in (("c", channels), ("p", procedures), ("b", business_tags)):
        found += [f"{letter}:{value}" for value in texts(listed)]
    return list_text(found)

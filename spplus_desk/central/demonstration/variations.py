"""Answered experiences put together from hand-written parts, to give the history a believable size."""

from collections.abc import Iterator
from itertools import product
from random import Random
from typing import Any

from spplus_desk.central.demonstration.texts import load

_DELAYS = (0, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5, 5, 6, 6, 8, 9, 12, 16, 24)
_SITES = ("DEMO-CAF-ORV-MON",) * 11 + ("DEMO-CAF-ORV-ARD",) * 3 + ("DEMO-CAF-ORV-SVE",) * 6
_AUTHORS = ("nadia.belkacem", "nadia.belkacem", "nadia.belkacem", "thomas.ruault", "thomas.ruault")


def variations(count: int) -> Iterator[dict[str, Any]]:
    """`count` entries in the form of answered.toml, always the same, no text twice (512 testimonies can be made)."""
    source = load("variations")
    random = Random(71)
    texts = []
    for theme in source["theme"]:
        mixes = list(product(theme["begin"], theme["middle"], theme["end"]))
        replies = list(product(theme["answer"], theme["way"], theme["promise"]))
        random.shuffle(mixes)
        random.shuffle(replies)
        texts += [(theme, mix, replies[at % len(replies)]) for at, mix in enumerate(mixes)]
    random.shuffle(texts)
    for at, (theme, mix, reply) in enumerate(texts[:count]):
        delay = random.choice(_DELAYS)
        structure = random.choice(_SITES)
        voted = random.random() < 0.65
        yield {
            "title": random.choice(theme["titles"]),
            "body": f"{mix[0]} {mix[1]}\n\n{mix[2]}" if random.random() < 0.7 else " ".join(mix),
            "reply": "\n\n".join(reply),
            "pseudonym": source["pseudonyms"][at % len(source["pseudonyms"])],
            "sentiment": theme["sentiment"],
            "channels": random.choice(theme["channels"]),
            "procedures": [theme["procedure"]] if theme["procedure"] else [],
            "business_tags": [theme["business_tag"]] if theme["business_tag"] and random.random() < 0.5 else [],
            "structure": structure,
            "author": "helene.morvan" if structure == "DEMO-CAF-ORV-SVE" else random.choice(_AUTHORS),
            "day": delay + 8 + int(348 * random.random() ** 1.3),
            "delay": delay,
            "votes": [random.randrange(0, 9), random.randrange(0, 4)] if voted else [0, 0],
            "similar": random.choice((0, 0, 0, 1, 1, 2, 3)),
        }

"""The business tags in use here: what the catalogue of the network looks like from this desk."""

from collections import Counter
from collections.abc import Iterable

from spplus_desk.store.connection import Database
from spplus_desk.store.outbox_reading import PENDING
from spplus_desk.store.values import texts


def business_tags(database: Database, catalogue: Iterable[str] = ()) -> tuple[str, ...]:
    """Each distinct tag of the mirrored slots, of the agent's own pending commands and of the `catalogue` of the sites,
    the most used first."""
    counted: Counter[str] = Counter(dict.fromkeys(catalogue, 0))
    for listed, number in database.raw.execute(  # an index holds the lists that are not empty
        "SELECT business_tags, count(*) FROM slots WHERE business_tags <> '[]' GROUP BY business_tags"
    ):
        for tag in texts(str(listed)):
            counted[tag] += int(number)
    pending = database.raw.execute(
        "SELECT t.value FROM commands c, json_each(c.payload, '$.business_tags') t"
        f" WHERE c.kind = 'set_tags' AND c.closed = 0 AND c.state IN {PENDING} AND t.type = 'text'"
    )
    for (tag,) in pending:
        counted[str(tag)] += 1
    return tuple(tag for tag, _ in sorted(counted.items(), key=lambda item: (-item[1], item[0].casefold())))

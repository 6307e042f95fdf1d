"""What the agent decided before publishing: data kept on purpose in a draft, and the site's own numbers.

Two small values in `meta`, encrypted like the rest: the decisions of each draft (without the data), and the list of
what the site publishes. A rescue begins both anew: the points then ask again, and no text is touched.
"""

import msgspec

from spplus_desk.domain.privacy import NONE_KNOWN, Kind, SiteNumbers
from spplus_desk.domain.review import Kept
from spplus_desk.store import meta
from spplus_desk.store.connection import Database

_LIST = "guard.site"
_MOST = 500
"""Numbers of a site, and decisions of a draft: far more than anyone takes."""


class _List(msgspec.Struct):
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()


def _name(slot_id: str) -> str:
    return f"guard.kept:{slot_id}"


def kept(database: Database, slot_id: str) -> tuple[Kept, ...]:
    found = meta.read(database, _name(slot_id))
    return () if found is None else msgspec.json.decode(found, type=tuple[Kept, ...])


def keep(database: Database, slot_id: str, decision: Kept) -> tuple[Kept, ...]:
    """All the decisions of the draft, this one last; a new reason takes the place of the one before."""
    others = tuple(one for one in kept(database, slot_id) if one.digest != decision.digest)
    now = (*others[-_MOST:], decision)
    meta.write(database, _name(slot_id), msgspec.json.encode(now).decode())
    return now


def forget(database: Database, slot_id: str) -> None:
    meta.write(database, _name(slot_id), None)


def site_list(database: Database, settled: SiteNumbers = NONE_KNOWN) -> SiteNumbers:
    """What this desk was told, with what the settings of its sites say (`settled`)."""
    own = _own_list(database)
    return SiteNumbers(
        (*settled.phones, *own.phones), (*settled.emails, *own.emails), (*settled.addresses, *own.addresses)
    )


def _own_list(database: Database) -> SiteNumbers:
    found = meta.read(database, _LIST)
    one = _List() if found is None else msgspec.json.decode(found, type=_List)
    return SiteNumbers(one.phones, one.emails, one.addresses)


def add_to_site(database: Database, kind: Kind, value: str, settled: SiteNumbers = NONE_KNOWN) -> SiteNumbers:
    """`kind` is a telephone number, an e-mail or a postal address. Raises ValueError for another."""
    now = _own_list(database)
    match kind:
        case Kind.PHONE:
            now = SiteNumbers((*now.phones, value)[-_MOST:], now.emails, now.addresses)
        case Kind.EMAIL:
            now = SiteNumbers(now.phones, (*now.emails, value)[-_MOST:], now.addresses)
        case Kind.ADDRESS:
            now = SiteNumbers(now.phones, now.emails, (*now.addresses, value)[-_MOST:])
        case _:
            raise ValueError(f"no site has a public {kind.value}")
    meta.write(database, _LIST, msgspec.json.encode(_List(now.phones, now.emails, now.addresses)).decode())
    return site_list(database, settled)

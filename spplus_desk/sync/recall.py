"""The recall base: pulled after the inbox, page by page, now and then. Its failures are no failures of a
synchronisation: nobody waits for it, and the next run goes on from its cursor."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

import msgspec

from spplus_desk.domain.cases import Case
from spplus_desk.domain.errors import AccountRevoked, KnownError, NotFound, ResyncNeeded, SessionExpired
from spplus_desk.protocol import CaseChange
from spplus_desk.store.store import Store
from spplus_desk.sync.client import Client
from spplus_desk.sync.stopping import Stopping

EVERY = timedelta(hours=1)
"""Imports bring new answers once a day or less."""
_PAGE = 500
_log = logging.getLogger(__name__)
_decoder = msgspec.json.Decoder(Case)


def pull(store: Store, client: Client, clock: Callable[[], datetime], stopping: Stopping) -> None:
    """Follow the base to its end, if that was not done within the hour. Raises SessionExpired, AccountRevoked,
    Stopped."""
    now = clock()
    checked = store.cases_checked_at().result()
    if checked is not None and timedelta(0) <= now - checked < EVERY:
        return
    try:
        _follow(store, client, stopping)
        store.mark_cases_checked(now).result()
    except (SessionExpired, AccountRevoked):
        raise
    except NotFound:
        store.mark_cases_checked(now).result()  # an older central: asked again in an hour
    except KnownError as error:
        _log.info("the recall base waits (%s)", error.code)


def _follow(store: Store, client: Client, stopping: Stopping) -> None:
    cursor = store.cases_cursor().result()
    again = cursor is not None
    while True:
        stopping.check()
        try:
            answer = client.cases(cursor, _PAGE)
        except ResyncNeeded:
            if not again:
                raise
            cursor, again = None, False
            continue
        whole = cursor is None
        store.apply_cases([_read(change) for change in answer.cases], answer.cursor, whole=whole).result()
        if not answer.more or answer.cursor == cursor:
            return
        cursor = answer.cursor


def _read(change: CaseChange) -> tuple[str, Case | None]:
    return change.id, _decoder.decode(change.row) if change.op == "put" and change.row else None

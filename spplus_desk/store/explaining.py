"""Why a date is what it is, and what other settings of a site would change: asked for now and then, by a person."""

from datetime import datetime

from spplus_desk.domain.calendar import BadCalendar, explain
from spplus_desk.domain.deadlines import published_on
from spplus_desk.domain.document_payloads import SaveSiteSettings
from spplus_desk.domain.documents import row_of_payload
from spplus_desk.domain.errors import NotFound
from spplus_desk.domain.inbox import WhyDate
from spplus_desk.domain.site_settings import SettingsEffect, Site
from spplus_desk.domain.vocabulary import Role
from spplus_desk.store.inbox_queries import rows_of
from spplus_desk.store.mirror import ids_text
from spplus_desk.store.projections import RANK_OPEN
from spplus_desk.store.values import micros
from spplus_desk.store.workplace import Workplace


def why_date(work: Workplace, key: str) -> WhyDate:
    """Raises NotFound for a slot that is not in the inbox (any more)."""
    found = rows_of(work.database, ids_text((key,)))
    if not found:
        raise NotFound(detail=key)
    row, rules = found[0], work.scope.book.rules(found[0].structure_id)
    pauses = work.scope.book.pauses(key)
    on = published_on(row.published_at) if row.date_only else None
    try:
        told = explain(rules.calendar, rules.target, row.published_at, published_on=on, pauses=pauses)
        due, days = told.due_at, told.days
    except BadCalendar:
        due, days = None, ()
    above = work.scope.structure(rules.hours_from) if rules.hours_from else None
    return WhyDate(
        key=key,
        published_at=row.published_at,
        date_only=row.date_only,
        published_due=row.due_at,
        internal_due=due,
        days=days,
        rules=rules,
        hours_from_name="" if above is None else above.name,
        answered=row.replied_at is not None,
        paused=any(one.end is None for one in pauses),
        pause=max(pauses, key=lambda one: (one.end is None, one.start), default=None),
    )


def effect(work: Workplace, payload: SaveSiteSettings, now: datetime) -> SettingsEffect:
    """What saving these settings would do to the experiences that wait for a reply, of the site and of those below."""
    book = work.scope.book
    row = row_of_payload(payload.structure_id, payload, work.agent, now, version=0)
    other = book.with_settings(row)
    concerned = [id for id in work.scope.tree.subtree((payload.structure_id,)) if id in work.scope.ids]
    moved = [id for id in concerned if book.mark(id) != other.mark(id)]
    changed = late = saved = 0
    at = micros(now)
    waiting = work.database.raw.execute(
        "SELECT i.slot_id, i.structure_id, i.published_at, e.published_date_only"
        " FROM inbox i JOIN experiences e ON e.rid = i.rid"
        f" WHERE i.rank = {RANK_OPEN} AND i.structure_id IN (SELECT value FROM json_each(?))",
        (ids_text(moved),),
    )
    for slot_id, structure_id, published_at, date_only in waiting:
        before = book.due(slot_id, structure_id, published_at, bool(date_only))
        after = other.due(slot_id, structure_id, published_at, bool(date_only))
        if before != after:
            changed += 1
            was, will = before is not None and before <= at, after is not None and after <= at
            late += will and not was
            saved += was and not will
    return SettingsEffect(changed=changed, late=late, no_longer_late=saved, sites=len(moved))


def sites(work: Workplace, writers: frozenset[Role]) -> tuple[Site, ...]:
    """Every structure of the scope; those that the agent may change come first, then by name."""
    scope, book = work.scope, work.scope.book
    posts = {post.structure_id for post in scope.agent.memberships if post.role in writers}
    found = []
    for id in scope.ids:
        structure = scope.structure(id)
        if structure is None:
            continue
        rules = book.rules(id)
        above = scope.structure(rules.hours_from) if rules.hours_from not in ("", id) else None
        found.append(
            Site(
                structure=structure,
                own=book.own(id),
                rules=rules,
                may_write=bool(posts & {id, *scope.tree.ancestors(id)}),
                hours_from_name="" if above is None else above.name,
            )
        )
    return tuple(sorted(found, key=lambda site: (not site.may_write, site.structure.name, site.structure.id)))

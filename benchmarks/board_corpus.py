"""The experiences of rows h: N of 50 structures below one, over three years, invented; and the cache filled with them.

The cache is kept in SPPLUS_BENCH_FOLDER where that is set: a million experiences take many minutes to write.
"""

import os
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from spplus_desk.domain.experience import Experience, Reply, Slot
from spplus_desk.domain.statistics.periods import Period
from spplus_desk.domain.structure import Agent, Membership, Structure
from spplus_desk.domain.vocabulary import Entity, ReplyState, Role, Sentiment
from spplus_desk.store.pages import PulledChange
from spplus_desk.store.store import Store

STRUCTURES = 50
NOW = datetime(2027, 12, 16, 9, tzinfo=UTC)
PERIOD = Period((NOW - timedelta(days=3 * 365)).date(), NOW.date())
HEAD = "H"
AGENT = Agent("boss", "Hélène Morvan", (Membership(HEAD, Role.MANAGER),))
FOLDER = os.environ.get("SPPLUS_BENCH_FOLDER")
_CHANNELS = ("Téléphone", "Accueil", "E-mail", "Courrier", "Démarche en ligne")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_PAGE = 15_000


class Told(NamedTuple):
    """One experience as DuckDB takes it; `delay` in microseconds, None without a reply."""

    site: str
    day: int
    delay: int | None
    mood: str
    channels: list[str]
    procedure: str
    useful: int


class Made(NamedTuple):
    experience: Experience
    slot: Slot
    reply: Reply | None
    told: Told


def experiences(n: int) -> Iterator[Made]:
    """The same ones for the same `n`."""
    dice = random.Random(1)
    for i in range(n):
        at = NOW - timedelta(days=3 * 365) * (1 - i / n)
        site, mood = f"S{dice.randrange(STRUCTURES)}", dice.choice(tuple(Sentiment))
        channels, procedure = tuple(dice.sample(_CHANNELS, dice.choice((1, 2)))), f"P{dice.randrange(30)}"
        experience = Experience(
            id=str(i), title="t", body="b", pseudonym="p", published_at=at, sentiment=mood, procedures=(procedure,)
        )
        slot = Slot(id=f"{i}:{site}", experience_id=str(i), structure_id=site, channels=channels, version=1)
        reply, delay, useful = None, None, 0
        if dice.random() < 0.9:
            delay, useful = dice.randrange(7200, 400 * 3600) * 1_000_000, dice.randrange(4)
            reply = Reply(
                id=slot.id,
                experience_id=str(i),
                structure_id=site,
                body="x",
                state=ReplyState.PUBLISHED,
                published_at=at + timedelta(microseconds=delay),
                useful=useful,
            )
        told = Told(site, (at - _EPOCH).days, delay, mood.value, list(channels), procedure, useful)
        yield Made(experience, slot, reply, told)


def filled(path: Path, n: int) -> Store:
    """The open store, filled and counted now unless the file is there."""
    there = path.exists()
    part = path if there else path.with_suffix(".part")
    store = Store.open(part, bytes(32), clock=lambda: NOW)
    if there:
        return store
    store.set_identity(AGENT, "https://central.example", "helene").result()
    for number, page in enumerate(_pages(n)):
        store.apply_page(page, cursor=str(number), last=False, at=NOW).result()
    store.apply_page([], cursor="end", last=True, at=NOW).result()
    while store.merging().result():
        pass
    store.close()
    for old in sorted(path.parent.glob(f"{part.name}*")):
        old.rename(path.parent / old.name.replace(part.name, path.name, 1))
    return filled(path, n)


def _pages(n: int) -> Iterator[list[PulledChange]]:
    sites = [Structure(id=HEAD, network="r", name="Réseau", timezone="UTC")]
    sites += [
        Structure(id=f"S{i}", network="r", name=f"Site {i}", parent_id=HEAD, timezone="UTC") for i in range(STRUCTURES)
    ]
    page = [PulledChange(Entity.STRUCTURE, site.id, site) for site in sites]
    for made in experiences(n):
        page.append(PulledChange(Entity.EXPERIENCE, made.experience.id, made.experience))
        page.append(PulledChange(Entity.SLOT, made.slot.id, made.slot))
        if made.reply is not None:
            page.append(PulledChange(Entity.REPLY, made.reply.id, made.reply))
        if len(page) >= _PAGE:
            yield page
            page = []
    yield page

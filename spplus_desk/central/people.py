"""Writing agents and their posts."""

from argon2 import PasswordHasher
from sqlalchemy import delete, insert, select, update
from uuid_utils import uuid7

from spplus_desk.central.structures import require_structure
from spplus_desk.central.tables import agents, memberships, sessions
from spplus_desk.central.unit import UnitOfWork
from spplus_desk.domain.errors import BadInput
from spplus_desk.domain.structure import Member, Membership
from spplus_desk.domain.text import is_clean
from spplus_desk.domain.values import replace
from spplus_desk.domain.vocabulary import Entity

hasher = PasswordHasher()
"""Argon2id with the library's parameters (RFC 9106, low memory)."""
MAX_USERNAME = 200
MAX_PASSWORD = 1_000


def add_agent(
    unit: UnitOfWork,
    *,
    username: str,
    name: str,
    password: str,
    posts: tuple[Membership, ...],
    agent_id: str | None = None,
) -> str:
    """A new agent, or new posts, name and password for the one who has this username; the agent's id.

    Other posts that the agent holds stay. A new password ends the open sessions. Raises BadInput for an unknown
    structure, or a name or password that cannot be.
    """
    key = username.strip().casefold()
    if not key or len(key) > MAX_USERNAME or not is_clean(key):
        raise BadInput("L’identifiant est vide ou illisible.")
    if not password or len(password) > MAX_PASSWORD:
        raise BadInput("Le mot de passe est vide ou trop long.")
    if not name.strip() or not is_clean(name):
        raise BadInput("Le nom est vide ou illisible.")
    known = unit.connection.execute(select(agents.c.id).where(agents.c.username == key)).scalar_one_or_none()
    hashed = hasher.hash(password)
    if known is None:
        known = agent_id or str(uuid7())
        unit.connection.execute(
            insert(agents).values(id=known, username=key, name=name, password_hash=hashed, created_at=unit.now)
        )
    else:
        unit.connection.execute(
            update(agents).where(agents.c.id == known).values(name=name, password_hash=hashed, revoked_at=None)
        )
        unit.connection.execute(delete(sessions).where(sessions.c.agent_id == known))
        _rename(unit, known, name)
    for post in posts:
        set_post(unit, known, name, post)
    unit.audit("add_agent", subject=known, detail={"posts": [[p.structure_id, p.role.value] for p in posts]})
    return known


def set_post(unit: UnitOfWork, agent_id: str, name: str, post: Membership) -> None:
    """Give a post, or change its role. The agent's scope changes: their desk starts again from zero."""
    require_structure(unit.connection, post.structure_id)
    mine = (memberships.c.agent_id == agent_id) & (memberships.c.structure_id == post.structure_id)
    role = unit.connection.execute(select(memberships.c.role).where(mine)).scalar_one_or_none()
    if role == post.role.value:
        return
    if role is None:
        unit.connection.execute(
            insert(memberships).values(agent_id=agent_id, structure_id=post.structure_id, role=post.role.value)
        )
        _scope_changed(unit, agent_id)
    else:
        unit.connection.execute(update(memberships).where(mine).values(role=post.role.value))
    unit.save(
        Member(
            id=f"{agent_id}:{post.structure_id}",
            agent_id=agent_id,
            name=name,
            structure_id=post.structure_id,
            role=post.role,
        )
    )


def revoke_agent(unit: UnitOfWork, username: str) -> str:
    """Take all access back: sessions are dead at once, and the desks wipe themselves at their next contact. The agent's
    id. Posts, replies and the audit stay; `add_agent` gives access again. Raises BadInput for an unknown username."""
    key = username.strip().casefold()
    known = unit.connection.execute(select(agents.c.id).where(agents.c.username == key)).scalar_one_or_none()
    if known is None:
        raise BadInput("Aucun agent n’a cet identifiant.")
    # The sessions stay until they expire: their tokens open nothing any more, and tell their desks why.
    unit.connection.execute(
        update(agents).where(agents.c.id == known, agents.c.revoked_at.is_(None)).values(revoked_at=unit.now)
    )
    unit.audit("revoke_agent", subject=known)
    return str(known)


def remove_post(unit: UnitOfWork, agent_id: str, structure_id: str) -> None:
    """Take a post away: what it gave sight of leaves the agent's desk at its next synchronisation."""
    gone = unit.connection.execute(
        delete(memberships).where(memberships.c.agent_id == agent_id, memberships.c.structure_id == structure_id)
    )
    if gone.rowcount == 0:
        return
    _scope_changed(unit, agent_id)
    unit.remove(Entity.MEMBER, f"{agent_id}:{structure_id}", structure_id)
    unit.audit("remove_post", subject=agent_id, structure_id=structure_id)


def _scope_changed(unit: UnitOfWork, agent_id: str) -> None:
    unit.connection.execute(
        update(agents).where(agents.c.id == agent_id).values(scope_version=agents.c.scope_version + 1)
    )


def _rename(unit: UnitOfWork, agent_id: str, name: str) -> None:
    held = select(memberships.c.structure_id).where(memberships.c.agent_id == agent_id)
    ids = [f"{agent_id}:{structure}" for structure in unit.connection.execute(held).scalars()]
    for member in unit.load_all(Member, ids).values():
        if member.name != name:
            unit.save(replace(member, name=name))

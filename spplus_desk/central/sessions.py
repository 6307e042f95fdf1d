"""Signing in and out: Argon2id, random tokens kept hashed, 12 hours, and patience with repeated failures."""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from threading import BoundedSemaphore

from argon2.exceptions import VerificationError
from sqlalchemy import Engine, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from spplus_desk.central.people import MAX_PASSWORD, MAX_USERNAME, hasher
from spplus_desk.central.problems import ProblemError, revoked
from spplus_desk.central.tables import agents, memberships, sessions, sign_in_failures
from spplus_desk.central.unit import UnitOfWork, run_unit
from spplus_desk.domain.structure import Agent, Membership
from spplus_desk.domain.text import is_clean
from spplus_desk.domain.values import Value
from spplus_desk.domain.vocabulary import Role
from spplus_desk.protocol import VERSION, SessionAnswer

SESSION_LENGTH = timedelta(hours=12)
FREE_FAILURES = 5
"""Failures of one username from one address before the first wait."""
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
FORGET_AFTER = timedelta(hours=1)

# Verified when the username is unknown, so that the answer takes as long as for a known one.
_NOBODY = hasher.hash(secrets.token_hex(16))
# Each verification takes 64 MiB: a burst of sign-ins queues instead of filling the memory.
_VERIFYING = BoundedSemaphore(4)


class _Account(Value):
    id: str
    name: str
    password_hash: str
    revoked: bool


def sign_in(engine: Engine, clock: Callable[[], datetime], username: str, password: str, address: str) -> SessionAnswer:
    """A new session. Raises ProblemError 401 `bad_credentials` or `account_revoked`, 429 `throttled` with Retry-After.

    The failure is counted before the password is looked at, and forgiven when it is right: attempts made at the
    same time are all counted.
    """
    key = username.strip().casefold()
    attempt = sha256(f"{key}\n{address}".encode()).hexdigest()
    readable = 0 < len(key) <= MAX_USERNAME and is_clean(key)
    account, wait = run_unit(
        engine, clock, lambda unit: (_find(unit, key) if readable else None, _count_attempt(unit, attempt))
    )
    if wait is not None:
        seconds = max(1, -int(-wait.total_seconds() // 1))
        raise ProblemError(429, "throttled", headers={"Retry-After": str(seconds)})
    right = _verify(account, password)
    if account is None or not right:
        run_unit(
            engine,
            clock,
            lambda unit: unit.audit("sign_in_refused", actor=account.id if account else None, detail={"from": address}),
        )
        raise ProblemError(401, "bad_credentials")
    if account.revoked:
        run_unit(
            engine,
            clock,
            lambda unit: unit.audit("sign_in_refused", actor=account.id, detail={"from": address, "revoked": True}),
        )
        raise revoked()
    return run_unit(engine, clock, lambda unit: _open(unit, account, attempt, address))


def sign_out(engine: Engine, clock: Callable[[], datetime], digest: str) -> None:
    """The token of this digest is dead at once: each request asks the store."""

    def close(unit: UnitOfWork) -> None:
        gone = unit.connection.execute(
            delete(sessions).where(sessions.c.token_hash == digest).returning(sessions.c.agent_id)
        ).scalar_one_or_none()
        if gone is not None:
            unit.audit("sign_out", actor=gone)

    run_unit(engine, clock, close)


def _find(unit: UnitOfWork, key: str) -> _Account | None:
    row = unit.connection.execute(
        select(agents.c.id, agents.c.name, agents.c.password_hash, agents.c.revoked_at).where(agents.c.username == key)
    ).first()
    return None if row is None else _Account(row.id, row.name, row.password_hash, row.revoked_at is not None)


def _verify(account: _Account | None, password: str) -> bool:
    stored = account.password_hash if account else _NOBODY
    with _VERIFYING:
        try:
            return hasher.verify(stored, password[:MAX_PASSWORD])
        except VerificationError:
            return False


def _count_attempt(unit: UnitOfWork, attempt: str) -> timedelta | None:
    """Count one more failure; how long to wait when there were too many, None when this attempt may be judged."""
    failures = sign_in_failures
    unit.connection.execute(delete(failures).where(failures.c.since < unit.now - FORGET_AFTER))
    dialect = postgresql if unit.connection.dialect.name == "postgresql" else sqlite
    # One statement, which locks the row: between two, a sign-in that succeeds at the same time could take it away.
    row = unit.connection.execute(
        dialect.insert(failures)
        .values(key=attempt, failures=0, since=unit.now)
        .on_conflict_do_update(index_elements=[failures.c.key], set_={"key": attempt})
        .returning(failures)
    ).one()
    if row.blocked_until is not None and row.blocked_until > unit.now:
        blocked: timedelta = row.blocked_until - unit.now
        return blocked
    count = row.failures + 1
    beyond = count - FREE_FAILURES
    until = None if beyond < 0 else unit.now + min(FIRST_WAIT * 2 ** min(beyond, 10), LONGEST_WAIT)
    unit.connection.execute(
        update(failures).where(failures.c.key == attempt).values(failures=count, since=unit.now, blocked_until=until)
    )
    return None


def _open(unit: UnitOfWork, account: _Account, attempt: str, address: str) -> SessionAnswer:
    connection = unit.connection
    connection.execute(delete(sign_in_failures).where(sign_in_failures.c.key == attempt))
    connection.execute(delete(sessions).where(sessions.c.expires_at <= unit.now))
    token = secrets.token_urlsafe(32)
    expires = unit.now + SESSION_LENGTH
    connection.execute(
        insert(sessions).values(
            token_hash=sha256(token.encode()).hexdigest(), agent_id=account.id, created_at=unit.now, expires_at=expires
        )
    )
    unit.audit("sign_in", actor=account.id, detail={"from": address})
    posts = connection.execute(
        select(memberships.c.structure_id, memberships.c.role)
        .where(memberships.c.agent_id == account.id)
        .order_by(memberships.c.structure_id)
    )
    agent = Agent(account.id, account.name, tuple(Membership(row.structure_id, Role(row.role)) for row in posts))
    return SessionAnswer(access_token=token, expires_at=expires, agent=agent, protocol=VERSION)

"""From what answered to what it means: the mapping of statuses, problems and bodies to known errors, in one place."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TypeVar

import msgspec

from spplus_desk.domain.errors import (
    REFUSALS,
    AccountRevoked,
    BadCredentials,
    CentralStumbled,
    KnownError,
    NotCentral,
    ProtocolMismatch,
    Refused,
    ResyncNeeded,
    ServerFault,
    SessionExpired,
    Throttled,
)
from spplus_desk.protocol import PROBLEM_JSON, VERSION, VERSION_HEADER, Problem
from spplus_desk.sync.line import Response

T = TypeVar("T")

DEFAULT_RETRY_AFTER = 30.0
MAX_RETRY_AFTER = 3_600.0
"""A wrong header must not put the desk to sleep for a day."""

_NOT_MODIFIED = 304
_STUMBLED = 500
_REQUEST_AT_FAULT = frozenset({400, 413, 422})
"""Where the same request will be refused for ever: what it holds has to be set aside, not sent again."""


def read(response: Response, answer: type[T], *, now: datetime, signing_in: bool = False) -> T:
    """The typed body of a 2xx answer.

    Raises NotCentral for what is no JSON at all (a captive portal answers 200 too), ServerFault for JSON that was
    cut short or does not have the contract's shape, and what `check` raises.
    """
    check(response, now=now, signing_in=signing_in)
    if not _is_json(response):
        raise NotCentral(detail=f"content type {response.headers.get('content-type', 'absent')}")
    try:
        return msgspec.json.decode(response.body, type=answer)
    except msgspec.ValidationError as error:
        if signing_in:
            # Any JSON service says 200 to something; only a central gives a session of this shape.
            raise NotCentral(detail=f"shape: {error}") from error
        raise ServerFault(detail=f"shape: {error}") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ServerFault(detail=f"body: {error}") from error


def check(response: Response, *, now: datetime, signing_in: bool = False) -> None:
    """Raise the known error that this status means; 2xx and 304 pass."""
    status = response.status
    if 200 <= status < 300 or status == _NOT_MODIFIED:
        return
    problem = _problem(response)
    detail = f"status {status}" + (f" code {problem.code}" if problem else "")
    error = _from_status(status, problem, response, now, signing_in)
    error.detail = error.detail or detail
    raise error


def _from_status(
    status: int, problem: Problem | None, response: Response, now: datetime, signing_in: bool
) -> KnownError:
    if status == 429:
        wait = retry_after(response, now)
        return Throttled(DEFAULT_RETRY_AFTER if wait is None else wait, problem.detail if problem else None)
    if status == 511:
        return NotCentral()
    if status >= 500:
        wait = retry_after(response, now)
        if wait is not None:
            return Throttled(wait, ServerFault.sentence)
        return CentralStumbled() if status == _STUMBLED else ServerFault()
    if problem is None:
        # The central explains each refusal; a bare 3xx or 4xx comes from something that stands before it.
        return NotCentral()
    if status == 401 and problem.code == AccountRevoked.code:
        return AccountRevoked()
    if status == 401:
        return BadCredentials(problem.detail or None) if signing_in else SessionExpired()
    if status == 410:
        return ResyncNeeded(code=problem.code)
    if status == 426:
        return _mismatch(response)
    if status in _REQUEST_AT_FAULT:
        return Refused(problem.detail or REFUSALS.get(problem.code), code=problem.code)
    return BadCredentials(problem.detail, code=problem.code) if signing_in else ServerFault()


def _mismatch(response: Response) -> ProtocolMismatch:
    """Which side is behind decides who is to be asked; the central says its own version in a header."""
    theirs = response.headers.get(VERSION_HEADER.lower(), "")
    if theirs.isdecimal() and int(theirs) < VERSION:
        return ProtocolMismatch(
            "Le serveur a une version plus ancienne que ce programme. Vous pouvez lire et écrire, rien ne part. "
            "Le serveur doit être mis à jour, prévenez votre assistance.",
            detail=f"central speaks {theirs}",
        )
    return ProtocolMismatch()


def retry_after(response: Response, now: datetime) -> float | None:
    """Seconds to wait as the central asks, from seconds or an HTTP date; None where it does not ask."""
    value = response.headers.get("retry-after", "").strip()
    if not value:
        return None
    try:
        seconds = float(value)
    except ValueError:
        try:
            at = parsedate_to_datetime(value)
        except ValueError:
            return DEFAULT_RETRY_AFTER
        seconds = ((at if at.tzinfo else at.replace(tzinfo=UTC)) - now).total_seconds()
    # `not >` rather than `<=`: « nan » parses as a number too.
    return min(seconds, MAX_RETRY_AFTER) if seconds > 0 else 0.0


def _is_json(response: Response) -> bool:
    media = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    return media in ("application/json", PROBLEM_JSON)


def _problem(response: Response) -> Problem | None:
    if not _is_json(response):
        return None
    try:
        return msgspec.json.decode(response.body, type=Problem)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None

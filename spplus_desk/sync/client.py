"""The calls of the contract, typed, over any transport. Holds the session's token, in memory only."""

import logging
import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from urllib.parse import quote

import msgspec

from spplus_desk import protocol
from spplus_desk.domain.commands import Command, CommandResult
from spplus_desk.domain.documents import RULE_OF_ENTITY, Document
from spplus_desk.domain.errors import (
    NotCentral,
    NotFound,
    ProtocolMismatch,
    Refused,
    ResyncNeeded,
    ServerFault,
    SessionExpired,
)
from spplus_desk.domain.vocabulary import Entity
from spplus_desk.protocol import (
    VERSION,
    VERSION_HEADER,
    CasesAnswer,
    ChangesAnswer,
    CommandAnswer,
    CommandBatch,
    SessionAnswer,
    SessionRequest,
    SummaryAnswer,
    VersionsAnswer,
)
from spplus_desk.sync import answers
from spplus_desk.sync.line import Response, Transport

_log = logging.getLogger(__name__)
_NOT_MODIFIED = 304
_NOT_FOUND = 404


class Client:
    """Raises the known errors of `answers`, Unreachable of the transport, SessionExpired without a session."""

    def __init__(self, transport: Transport, clock: Callable[[], datetime]) -> None:
        self._transport = transport
        self._clock = clock
        self._lock = threading.Lock()
        self._token: str | None = None

    @property
    def signed_in(self) -> bool:
        with self._lock:
            return self._token is not None

    def sign_in(self, username: str, password: str) -> SessionAnswer:
        """Open a session and keep its token. Raises BadCredentials, NotCentral, ProtocolMismatch, Throttled…"""
        body = msgspec.json.encode(SessionRequest(username=username, password=password))
        response = self._send("POST", "/v1/session", body=body)
        answer = answers.read(response, SessionAnswer, now=self._clock(), signing_in=True)
        if answer.protocol != VERSION:
            raise ProtocolMismatch(detail=f"central speaks {answer.protocol}")
        if not answer.access_token.isprintable() or not answer.access_token.isascii() or not answer.access_token:
            raise NotCentral(detail="unusable token")
        with self._lock:
            self._token = answer.access_token
        return answer

    def sign_out(self) -> None:
        """Kill the token at the central; without a session, nothing."""
        if self.signed_in:
            try:
                answers.check(self._send("DELETE", "/v1/session", signed=True), now=self._clock())
            finally:
                self._forget()

    def changes(self, cursor: str | None, limit: int) -> ChangesAnswer | None:
        """The page after `cursor` (None: from zero); None where nothing is new (304)."""
        # The cursor first: the central tells « nothing new » from the beginning of the query.
        params = {"limit": str(limit)} if cursor is None else {"cursor": cursor, "limit": str(limit)}
        headers = {}
        if cursor is not None:
            headers["If-None-Match"] = f'"{cursor}"'
        response = self._send("GET", "/v1/changes", params=params, headers=headers, signed=True)
        if response.status == _NOT_MODIFIED and cursor is not None:
            return None
        try:
            answer = answers.read(response, ChangesAnswer, now=self._clock())
        except Refused as refusal:
            if cursor is None:
                raise ServerFault(detail=f"the feed is refused: {refusal.code}") from refusal
            # A cursor that the central cannot read is as good as an expired one.
            raise ResyncNeeded(code=refusal.code) from refusal
        if answer.more and answer.cursor == cursor:
            raise ServerFault(detail="the feed does not move")
        return answer

    def summary(self) -> dict[str, int]:
        """How many rows of each kind the agent sees. An older central has none: raises NotCentral or ServerFault."""
        response = self._send("GET", "/v1/summary", signed=True)
        return answers.read(response, SummaryAnswer, now=self._clock()).counts

    def versions(self, entity: Entity, document_id: str) -> tuple[Document, ...]:
        """The versions of a shared document, newest first. Raises NotFound for one that the agent does not see."""
        path = f"/v1/documents/{entity.value}/{quote(document_id, safe='')}/versions"
        response = self._send("GET", path, signed=True)
        if response.status == _NOT_FOUND:
            raise NotFound("Ce document n’existe plus, ou n’est plus dans vos structures.", detail=document_id)
        answer = answers.read(response, VersionsAnswer, now=self._clock())
        kind = RULE_OF_ENTITY[entity].row
        try:
            return tuple(msgspec.json.decode(each.row, type=kind) for each in answer.versions)
        except msgspec.DecodeError as error:
            raise ServerFault(detail=f"versions of {entity.value}: {error}") from error

    def cases(self, cursor: str | None, limit: int) -> CasesAnswer:
        """The page of the recall base after `cursor`. Raises ResyncNeeded for a cursor that is of no use any more,
        NotFound for a central that has no such base."""
        params = {"limit": str(limit)} | ({} if cursor is None else {"cursor": cursor})
        response = self._send("GET", "/v1/cases", params=params, signed=True)
        if response.status == _NOT_FOUND:
            raise NotFound(detail="no recall base")
        return answers.read(response, CasesAnswer, now=self._clock())

    def push(self, commands: Sequence[Command]) -> list[CommandResult]:
        """The outcome of each command, in their order. Raises Refused where the central refuses the request whole."""
        body = msgspec.json.encode(CommandBatch([protocol.to_wire(command) for command in commands]))
        response = self._send("POST", "/v1/commands", body=body, signed=True)
        results = answers.read(response, CommandAnswer, now=self._clock()).results
        if [result.id for result in results] != [command.id for command in commands]:
            # Never guess which command an outcome belongs to: the same batch will be asked for again.
            raise ServerFault(detail="outcomes do not match the batch")
        return results

    def close(self) -> None:
        self._forget()
        self._transport.close()

    def _send(
        self,
        method: str,
        path: str,
        *,
        params: dict[str, str] | None = None,
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
        signed: bool = False,
    ) -> Response:
        sent = {VERSION_HEADER: str(VERSION), "Accept": "application/json", **(headers or {})}
        if body is not None:
            sent["Content-Type"] = "application/json"
        if signed:
            sent["Authorization"] = f"Bearer {self._need_token()}"
        response = self._transport.request(method, path, params=params, body=body, headers=sent)
        _log.debug("%s %s: %d, %d bytes", method, path, response.status, len(response.body))
        return response

    def _need_token(self) -> str:
        with self._lock:
            if self._token is None:
                raise SessionExpired(detail="no session")
            return self._token

    def _forget(self) -> None:
        with self._lock:
            self._token = None

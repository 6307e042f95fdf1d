"""How bytes go to the central and come back. The only file that names the HTTP client.

A transport knows nothing of the contract: it returns whatever answered, and raises only when nothing did.
"""

import errno
import socket
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

import requests
import zstandard

from spplus_desk.domain.errors import BadInput, KnownError, ServerFault, Unreachable

CONNECT_TIMEOUT = 10.0
READ_TIMEOUT = 60.0
"""Seconds without one byte, not seconds for the whole answer: a slow line is not an outage."""
MAX_ANSWER_BYTES = 512 * 1024 * 1024
"""Largest answer once decompressed: more is not a page of the feed."""

OFFLINE = "offline"
"""The code of an Unreachable when this machine has no way out at all."""
TLS = "tls"

_NO_ROUTE = {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL}
_OFFLINE_SENTENCE = "Pas de réseau. Vos textes sont gardés sur ce poste et partiront au retour du réseau."


@dataclass(frozen=True, slots=True)
class Response:
    """`headers` are looked up in lower case; `body` is decompressed."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


class Transport(Protocol):
    def request(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str] | None = None,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        """One request, one answer, whatever its status. Raises Unreachable where no whole answer came."""
        ...

    def close(self) -> None: ...


def check_address(address: str, *, allow_http: bool = False) -> str:
    """The base address, without its last slash. Clear HTTP is for this machine only, unless `allow_http`.

    Raises BadInput (code `bad_address`) with the sentence for the field.
    """
    try:
        parts = urlsplit(address.strip())
        port_ok = parts.port is None or parts.port > 0
    except ValueError as error:
        raise _bad_address(f"unreadable: {error}") from error
    host = parts.hostname
    if parts.scheme not in ("https", "http") or not host or not port_ok or any(c.isspace() for c in parts.netloc):
        raise _bad_address("no scheme or host")
    if parts.username is not None or parts.query or parts.fragment:
        raise _bad_address("user, query or fragment")
    if parts.scheme == "http" and not allow_http and not is_loopback(host):
        raise BadInput(
            "Cette adresse commence par http://\u00a0: vos textes passeraient en clair. Utilisez une adresse en https://.",
            code="bad_address",
        )
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"


def is_loopback(host: str) -> bool:
    return host in ("localhost", "::1") or host.startswith("127.")


def _bad_address(detail: str) -> BadInput:
    return BadInput(
        "Cette adresse de serveur ne peut pas être lue. Elle ressemble à https://spplus.exemple.fr.",
        code="bad_address",
        detail=detail,
    )


class HttpTransport:
    """Real HTTP. One connection is kept open; calls come one at a time (the engine's thread), `close` from any.

    Redirections are not followed: the central makes none, a captive portal does, and a token must not follow it.
    """

    def __init__(
        self,
        base_url: str,
        *,
        proxy: str = "",
        verify: bool | Path = True,
        connect_timeout: float = CONNECT_TIMEOUT,
        read_timeout: float = READ_TIMEOUT,
    ) -> None:
        self._base = base_url
        self._timeouts = (connect_timeout, read_timeout)
        self._session = requests.Session()
        # With an `auth` of its own, the client does not let a stray ~/.netrc replace the session's token.
        self._session.auth = _no_auth
        self._session.verify = str(verify) if isinstance(verify, Path) else verify
        if isinstance(verify, Path) and not verify.is_file():
            # requests says so with a bare OSError in the middle of a synchronisation.
            raise BadInput("Le fichier de l’autorité de certification n’existe pas.", code="bad_ca_bundle")
        loopback = is_loopback(urlsplit(base_url).hostname or "")
        # On the machine itself there is no line to spare, and a system proxy could only get in the way.
        self._session.headers["Accept-Encoding"] = "identity" if loopback else "zstd, gzip"
        self._session.trust_env = not loopback
        if proxy:
            self._session.proxies = {"http": proxy, "https": proxy}

    def request(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str] | None = None,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        try:
            answer = self._session.request(
                method,
                self._base + path,
                params=params,
                data=body,
                headers=headers,
                timeout=self._timeouts,
                allow_redirects=False,
            )
        except (requests.RequestException, OSError) as error:
            raise explain(error) from error
        found = {name.lower(): value for name, value in answer.headers.items()}
        return Response(answer.status_code, found, _decompressed(answer.content, found.get("content-encoding", "")))

    def close(self) -> None:
        self._session.close()


class SwitchableTransport:
    """A transport with a switch: the demonstration cuts the network with it, for real as far as the desk can tell."""

    def __init__(self, inner: Transport) -> None:
        self._inner = inner
        self._on = threading.Event()
        self._on.set()

    @property
    def on(self) -> bool:
        return self._on.is_set()

    def switch(self, on: bool) -> None:
        if on:
            self._on.set()
        else:
            self._on.clear()

    def request(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str] | None = None,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        self._check()
        answer = self._inner.request(method, path, params=params, body=body, headers=headers)
        # Cut while the answer was on its way: it is lost, as it would be on a line.
        self._check()
        return answer

    def _check(self) -> None:
        if not self.on:
            raise Unreachable(_OFFLINE_SENTENCE, code=OFFLINE, detail="switched off")

    def close(self) -> None:
        self._inner.close()


def _no_auth(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def _decompressed(content: bytes, encoding: str) -> bytes:
    """gzip is undone by the HTTP client already, zstd is not."""
    if encoding.strip().lower() != "zstd":
        return content
    try:
        with zstandard.ZstdDecompressor().stream_reader(content) as reader:
            body = reader.read(MAX_ANSWER_BYTES + 1)
    except zstandard.ZstdError as error:
        raise ServerFault(detail=f"zstd: {error}") from error
    if len(body) > MAX_ANSWER_BYTES:
        raise ServerFault(detail="answer too large")
    return body


def explain(error: Exception) -> KnownError:
    """The known error behind what the HTTP client raised: plain words, and `offline` apart from `unreachable`.

    The rule of the two: the name cannot be resolved or there is no route, so this machine is offline; anything
    that could be spoken to but does not answer is the server's affair.
    """
    detail = type(error).__name__
    causes = tuple(_causes(error))
    if isinstance(error, requests.exceptions.SSLError):
        return Unreachable(_tls_sentence(str(error)), code=TLS, detail=detail)
    if isinstance(error, requests.exceptions.ProxyError):
        return Unreachable(
            "Le serveur mandataire (proxy) ne laisse pas passer. Vos textes sont gardés. Vérifiez le réglage du proxy.",
            code="proxy",
            detail=detail,
        )
    if isinstance(
        error, requests.exceptions.InvalidURL | requests.exceptions.InvalidSchema | requests.exceptions.MissingSchema
    ):
        return _bad_address(detail)
    if isinstance(error, requests.exceptions.ChunkedEncodingError | requests.exceptions.ContentDecodingError):
        return ServerFault(detail=f"broken body: {detail}")
    if any(isinstance(cause, socket.gaierror) or getattr(cause, "errno", None) in _NO_ROUTE for cause in causes):
        return Unreachable(_OFFLINE_SENTENCE, code=OFFLINE, detail=detail)
    if isinstance(error, requests.exceptions.Timeout):
        return Unreachable(
            "Le serveur met trop de temps à répondre. Vos textes sont gardés. Nouvel essai dans un instant.",
            code="timeout",
            detail=detail,
        )
    return Unreachable(detail=detail)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """`error` and what it carries: the HTTP client nests its reasons in causes, arguments and `reason` by turns."""
    waiting: list[object] = [error]
    seen: set[int] = set()
    while waiting:
        current = waiting.pop()
        if isinstance(current, BaseException) and id(current) not in seen:
            seen.add(id(current))
            yield current
            waiting += [current.__cause__, current.__context__, getattr(current, "reason", None), *current.args]


def _tls_sentence(text: str) -> str:
    lowered = text.lower()
    if "expired" in lowered:
        why = "son certificat est périmé, ou l’horloge de ce poste n’est pas à l’heure"
    elif "hostname" in lowered or "doesn't match" in lowered or "not valid for" in lowered:
        why = "son certificat est celui d’une autre adresse"
    elif "self-signed" in lowered or "self signed" in lowered or "unable to get local issuer" in lowered:
        why = "son certificat vient d’une autorité que ce poste ne connaît pas"
    else:
        why = "la liaison chiffrée n’a pas pu s’établir"
    return f"L’identité du serveur n’est pas sûre : {why}. Rien n’a été envoyé. Prévenez votre assistance."

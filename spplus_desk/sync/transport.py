"""How bytes go to the central and come back. The only file that names the HTTP client.

A transport knows nothing of the contract: it returns whatever answered, and raises only when nothing did.
"""

import gzip
import ssl
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests
import zstandard
from requests.adapters import HTTPAdapter

from spplus_desk.domain.errors import KnownError, ServerFault, Unreachable
from spplus_desk.sync import certificates, eyeballs, proxies, troubles
from spplus_desk.sync.addresses import bad_address, is_loopback, shown_host
from spplus_desk.sync.line import Response, Transport
from spplus_desk.sync.proxies import Proxy

CONNECT_TIMEOUT = 10.0
READ_TIMEOUT = 30.0
"""Seconds without one byte, not seconds for the whole answer: a slow line is not an outage."""
MAX_ANSWER_BYTES = 512 * 1024 * 1024
"""Largest answer once decompressed: more is not a page of the feed."""
_SMALLEST_PACKED = 1_000
"""Bytes of a request below which compressing costs more than it saves."""
_UNSUPPORTED_MEDIA = 415
_REQUEST_WORDS = requests.exceptions.InvalidURL | requests.exceptions.InvalidSchema | requests.exceptions.MissingSchema
_BROKEN_BODY = requests.exceptions.ChunkedEncodingError | requests.exceptions.ContentDecodingError


class HttpTransport:
    """Real HTTP. One connection is kept open; calls come one at a time (the engine's thread), `close` from any.

    Redirections are not followed: the central makes none, a captive portal does, and a token must not follow it.
    `proxy` is a setting (see `proxies.choose`), `ca_bundle` a file of authorities (see `certificates.context`), `clock`
    the hour that certificates are judged by. `compress`: None for « unless the central is on this machine ».
    Raises BadInput for a proxy or an authority file that cannot be used.
    """

    def __init__(
        self,
        base_url: str,
        *,
        proxy: str = "",
        ca_bundle: Path | None = None,
        connect_timeout: float = CONNECT_TIMEOUT,
        read_timeout: float = READ_TIMEOUT,
        compress: bool | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._base = base_url
        self._timeouts = (connect_timeout, read_timeout)
        self._clock = clock
        self._kept = False
        self._proxy = proxies.choose(base_url, proxy)
        # On the machine itself there is no line to spare.
        self._compress = not is_loopback(urlsplit(base_url).hostname or "") if compress is None else compress
        self._session = requests.Session()
        # Nothing from the environment but what `proxies` and `certificates` read there: no stray ~/.netrc in place of
        # the session's token, no list of authorities but the system's or the setting's.
        self._session.trust_env = False
        self._session.headers["Accept-Encoding"] = "zstd, gzip" if self._compress else "identity"
        if self._proxy is not None:
            self._session.proxies = {"http": self._proxy.url, "https": self._proxy.url}
        encrypted = any(url.startswith("https:") for url in (base_url, self._proxy.url if self._proxy else ""))
        adapter = _Adapter(certificates.context(ca_bundle) if encrypted or ca_bundle else None, self._proxy)
        for old in self._session.adapters.values():
            old.close()
        self._session.mount("https://", adapter)
        self._session.mount("http://", adapter)

    def request(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str] | None = None,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        sent = dict(headers or {})
        packed = body is not None and self._compress and len(body) >= _SMALLEST_PACKED
        if body is not None and packed:
            # gzip, which everything that may stand in between has known for thirty years.
            sent_body, sent["Content-Encoding"] = gzip.compress(body, 6), "gzip"
        else:
            sent_body = body or b""
        answer = self._exchange_twice(method, path, params, sent_body or None, sent)
        if packed and answer.status == _UNSUPPORTED_MEDIA:
            answer = self._exchange(method, path, params, body, headers or {})
        return answer

    def _exchange_twice(
        self,
        method: str,
        path: str,
        params: Mapping[str, str] | None,
        body: bytes | None,
        headers: Mapping[str, str],
    ) -> Response:
        """A kept line that the other side closed meanwhile is no outage: once more, on a new one.

        On a slow line that is the rule: the server counts its patience from when it wrote, not from when it was read.
        Every request of the contract may be sent again (a command has its id).
        """
        kept, self._kept = self._kept, False
        try:
            answer = self._exchange(method, path, params, body, headers)
        except Unreachable as error:
            if not kept or not any(isinstance(cause, ConnectionError) for cause in troubles.causes_of(error)):
                raise
            answer = self._exchange(method, path, params, body, headers)
        self._kept = True
        return answer

    def _exchange(
        self,
        method: str,
        path: str,
        params: Mapping[str, str] | None,
        body: bytes | None,
        headers: Mapping[str, str],
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
            raise explain(error, proxy=self._proxy, now=self._clock(), host=shown_host(self._base)) from error
        if self._proxy is not None and answer.status_code == troubles.PROXY_AUTHENTICATION_REQUIRED:
            raise troubles.proxy_refusal(self._proxy, answer.status_code)
        found = {name.lower(): value for name, value in answer.headers.items()}
        return Response(answer.status_code, found, _decompressed(answer.content, found.get("content-encoding", "")))

    def close(self) -> None:
        self._session.close()


class _Adapter(HTTPAdapter):
    """The HTTP client's own, with our TLS context and our proxy's credentials, whatever it is asked to believe."""

    def __init__(self, context: ssl.SSLContext | None, proxy: Proxy | None) -> None:
        self._context = context
        self._proxy = proxy
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, ssl_context=self._context, **kwargs)
        self.poolmanager.pool_classes_by_scheme = eyeballs.POOLS

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        manager = super().proxy_manager_for(proxy, ssl_context=self._context, proxy_ssl_context=self._context, **kwargs)
        manager.pool_classes_by_scheme = eyeballs.POOLS
        return manager

    def proxy_headers(self, proxy: str) -> dict[str, str]:  # noqa: ARG002 (there is one proxy only)
        if self._proxy is None or not self._proxy.authorization:
            return {}
        return {"Proxy-Authorization": self._proxy.authorization}

    def build_connection_pool_key_attributes(self, request: Any, verify: Any, cert: Any = None) -> Any:  # noqa: ARG002
        # `verify` does not count: nobody may say False.
        return super().build_connection_pool_key_attributes(request, True, cert)

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:
        """Nothing: the client would add its own list of authorities to the context, or take verification off."""


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
            raise troubles.offline("switched off")

    def close(self) -> None:
        self._inner.close()


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


def explain(error: Exception, *, proxy: Proxy | None = None, now: datetime | None = None, host: str = "") -> KnownError:
    """The known error behind what the HTTP client raised: plain words, and `offline` apart from `unreachable`.

    The rule of the two: the name cannot be resolved or there is no route, so this machine is offline; anything
    that could be spoken to but does not answer is the server's affair, or the proxy's.
    """
    detail = type(error).__name__
    causes = tuple(troubles.causes_of(error))
    if isinstance(error, requests.exceptions.SSLError):
        if any(isinstance(cause, ssl.SSLEOFError) for cause in causes):
            # Cut in its middle, by the line as well as by the server: nobody's identity is in doubt.
            return Unreachable(detail=f"cut: {detail}")
        return troubles.not_sure(causes, now or datetime.now(UTC), host)
    if isinstance(error, _REQUEST_WORDS):
        return bad_address(detail)
    if isinstance(error, _BROKEN_BODY):
        return ServerFault(detail=f"broken body: {detail}")
    if troubles.is_offline(causes, proxied=proxy is not None):
        return troubles.offline(detail)
    if isinstance(error, requests.exceptions.ProxyError) and proxy is not None:
        return troubles.proxy_away(proxy, causes, detail)
    if any(isinstance(cause, TimeoutError | requests.exceptions.Timeout) for cause in causes):
        return troubles.timeout(detail, proxy)
    return Unreachable(detail=detail)

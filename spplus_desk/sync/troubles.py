"""What stands between the desk and the central, in plain words: what happened, what it means, what to do.

None of these sentences offers to go on all the same. What was typed is safe, nothing was sent, somebody can mend it.
"""

import errno
import re
import socket
import ssl
from collections.abc import Iterator, Sequence
from datetime import datetime

from spplus_desk.domain.errors import Unreachable
from spplus_desk.sync.proxies import Proxy

OFFLINE = "offline"
"""The code of an Unreachable when this machine has no way out at all."""
TLS = "tls"
PROXY = "proxy"
TIMEOUT = "timeout"
OUT_OF_OUR_HANDS = frozenset({TLS, PROXY})
"""Codes that waiting does not mend: somebody has to act, so the sentence itself is for the agent to read."""

PROXY_AUTHENTICATION_REQUIRED = 407

_NO_ROUTE = {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL}
_KEPT = "Vos textes sont gardés sur ce poste."

# Numbers of OpenSSL's X509_verify_cert; other systems' verifiers give words only.
_NOT_YET_VALID, _EXPIRED, _REVOKED = 9, 10, 23
_SELF_SIGNED = 18
_UNKNOWN_AUTHORITY = {2, 19, 20, 21, 24, 27}
_OTHER_NAME = {62, 64}
_WEAK = {65, 66, 67, 68}


def offline(detail: str = "") -> Unreachable:
    return Unreachable(
        "Pas de réseau. Vos textes sont gardés sur ce poste et partiront au retour du réseau.",
        code=OFFLINE,
        detail=detail,
    )


def is_offline(causes: Sequence[BaseException], *, proxied: bool) -> bool:
    """No route, or no answer from any name server. A name that is certainly unknown is not that behind a proxy."""
    for cause in causes:
        if isinstance(cause, socket.gaierror):
            if not (proxied and cause.errno == socket.EAI_NONAME):
                return True
        elif getattr(cause, "errno", None) in _NO_ROUTE:
            return True
    return False


def timeout(detail: str = "", proxy: Proxy | None = None) -> Unreachable:
    through = "" if proxy is None else f" à travers le proxy {proxy.shown}"
    return Unreachable(
        f"Le serveur met trop de temps à répondre{through}. Vos textes sont gardés. Nouvel essai dans un instant.",
        code=TIMEOUT,
        detail=detail,
    )


def proxy_away(proxy: Proxy, causes: Sequence[BaseException], detail: str = "") -> Unreachable:
    """The proxy itself cannot be spoken to, or it answered « no » to the tunnel that was asked for."""
    status = _tunnel_status(causes)
    if status is not None:
        return proxy_refusal(proxy, status)
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        happened = f"Le proxy {proxy.shown} n’existe pas sur ce réseau."
    else:
        happened = f"Le proxy {proxy.shown} ne répond pas."
    return _proxy(f"{happened} {_KEPT} Vérifiez le réseau, puis le réglage du proxy.", detail)


def proxy_refusal(proxy: Proxy, status: int) -> Unreachable:
    """The proxy answered, and it does not let this request pass."""
    if status == PROXY_AUTHENTICATION_REQUIRED:
        if proxy.authorization:
            return _proxy(
                f"Le proxy {proxy.shown} refuse l’identifiant ou le mot de passe de son réglage. {_KEPT} "
                "Corrigez le réglage du proxy, ou prévenez votre assistance.",
                "407 with credentials",
            )
        return _proxy(
            f"Le proxy {proxy.shown} demande un identifiant et un mot de passe. {_KEPT} "
            "Ajoutez-les au réglage du proxy, ou prévenez votre assistance.",
            "407 without credentials",
        )
    if status in (502, 503, 504):
        return _proxy(
            f"Le proxy {proxy.shown} ne parvient pas à joindre le serveur (réponse {status}). {_KEPT} "
            "Nouvel essai dans un instant.",
            f"tunnel {status}",
        )
    return _proxy(
        f"Le proxy {proxy.shown} refuse de joindre le serveur (réponse {status}). {_KEPT} "
        "Demandez à votre assistance d’autoriser cette adresse.",
        f"tunnel {status}",
    )


def not_sure(causes: Sequence[BaseException], now: datetime, host: str) -> Unreachable:
    """The TLS line could not be made, or whoever answers cannot prove to be `host`. `now`: what this machine reads."""
    code, words = _verdict(causes)
    hour = now.astimezone()
    clock = f"L’horloge de ce poste indique le {hour:%d/%m/%Y à %H\u00a0h\u00a0%M}"
    if code == _NOT_YET_VALID or "not yet valid" in words:
        why = f"son certificat n’est pas encore valable. {clock}\u00a0: si elle retarde, mettez-la à l’heure"
        what = "not yet valid"
    elif code == _EXPIRED or "expired" in words:
        why = f"son certificat est périmé. {clock}\u00a0: si elle avance, mettez-la à l’heure"
        what = "expired"
    elif code in _OTHER_NAME or "mismatch" in words or "doesn't match" in words or "not valid for" in words:
        why = f"son certificat est celui d’une autre adresse que {host}. Vérifiez l’adresse du serveur"
        what = "other name"
    elif code == _REVOKED or "revoked" in words:
        why = "son certificat a été révoqué. Attendez un nouveau certificat"
        what = "revoked"
    elif code == _SELF_SIGNED:
        why = "son certificat n’est garanti que par lui-même. Il faut installer son autorité sur ce poste"
        what = "self-signed"
    elif code in _UNKNOWN_AUTHORITY or "self-signed" in words or "issuer" in words or "not trusted" in words:
        why = "son certificat vient d’une autorité que ce poste ne connaît pas. Il faut l’installer sur ce poste"
        what = "unknown authority"
    elif code in _WEAK or "too weak" in words or "key too small" in words:
        why = "son certificat est trop faible pour être cru. Il faut en installer un autre sur le serveur"
        what = "weak"
    elif "protocol" in words or "wrong_version" in words or "wrong version" in words:
        why = _old_or_clear(words)
        what = "version"
    else:
        why = "la liaison chiffrée n’a pas pu s’établir"
        what = "handshake"
    return Unreachable(
        f"L’identité du serveur n’est pas sûre\u00a0: {why}. Rien n’a été envoyé. Sinon, prévenez votre assistance."
        if what in ("not yet valid", "expired", "other name")
        else f"L’identité du serveur n’est pas sûre\u00a0: {why}. Rien n’a été envoyé. Prévenez votre assistance.",
        code=TLS,
        detail=f"tls: {what}" + (f" ({code})" if code else ""),
    )


def causes_of(error: BaseException) -> Iterator[BaseException]:
    """`error` and what it carries: the HTTP client nests its reasons in causes, arguments and `reason` by turns."""
    waiting: list[object] = [error]
    seen: set[int] = set()
    while waiting:
        current = waiting.pop()
        if isinstance(current, BaseException) and id(current) not in seen:
            seen.add(id(current))
            yield current
            waiting += [current.__cause__, current.__context__, getattr(current, "reason", None), *current.args]


def _verdict(causes: Sequence[BaseException]) -> tuple[int, str]:
    """The verifier's number, 0 where it gave none, and its words in lower case."""
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return getattr(cause, "verify_code", 0) or 0, str(cause).lower()
    return 0, " ".join(str(cause) for cause in causes if "ssl" in type(cause).__name__.lower()).lower()


def _old_or_clear(words: str) -> str:
    if "wrong_version_number" in words or "wrong version number" in words:
        return "ce qui répond à cette adresse ne chiffre pas la liaison. Vérifiez l’adresse et son port"
    return "il ne connaît que d’anciennes façons de chiffrer (avant TLS 1.2). Il faut le mettre à jour"


_TUNNEL = re.compile(r"Tunnel connection failed: (\d{3})")


def _tunnel_status(causes: Sequence[BaseException]) -> int | None:
    for cause in causes:
        found = _TUNNEL.search(str(cause))
        if found:
            return int(found[1])
    return None


def _proxy(sentence: str, detail: str) -> Unreachable:
    return Unreachable(sentence, code=PROXY, detail=detail)

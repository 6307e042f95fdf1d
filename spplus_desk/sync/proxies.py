"""Which proxy stands between the desk and the central, if any. The environment is read here; nothing is sent."""

import base64
from dataclasses import dataclass, field
from urllib.parse import SplitResult, unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

from spplus_desk.domain.errors import BadInput
from spplus_desk.sync.addresses import host_and_port, is_loopback

DIRECT = ("direct", "aucun")
"""Words of the setting that mean: no proxy, whatever the environment says."""


@dataclass(frozen=True, slots=True)
class Proxy:
    """`url` and `shown` never hold the name and password: they can be logged. `authorization` is left out of repr."""

    url: str
    shown: str
    authorization: str = field(default="", repr=False)
    """Value of Proxy-Authorization, empty without credentials."""


def choose(base_url: str, setting: str = "") -> Proxy | None:
    """The proxy for a central at `base_url`: the setting if there is one, else the system's.

    The system's are HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY, or what Windows and macOS are set to. They do not
    count for this machine itself: a central on loopback is for nobody else to fetch. The setting counts for all.
    Raises BadInput (code `bad_proxy`) for a proxy that cannot be read or is of a kind that is not spoken.
    """
    setting = setting.strip()
    if setting.lower() in DIRECT:
        return None
    if setting:
        return _read(setting)
    parts = urlsplit(base_url)
    host = parts.hostname or ""
    if is_loopback(host) or proxy_bypass(host if parts.port is None else f"{host}:{parts.port}"):
        return None
    found = getproxies()
    from_system = found.get(parts.scheme) or found.get("all")
    return _read(from_system) if from_system else None


def _read(text: str) -> Proxy:
    # Most people write « proxy.exemple:3128 », and so do most environments.
    full = text if "://" in text else f"http://{text}"
    try:
        parts = urlsplit(full)
        usable = bool(parts.hostname) and (parts.port is None or parts.port > 0) and not _has_space(parts.netloc)
    except ValueError as error:
        # Without `from`: the cause would quote what was typed, its password included.
        raise _bad(f"unreadable: {type(error).__name__}") from None
    if not usable:
        raise _bad("no host")
    if parts.scheme not in ("http", "https"):
        raise BadInput(
            f"Le proxy {host_and_port(parts)} est d’une sorte inconnue ({parts.scheme[:12]}). "
            "SP+ Desk connaît les proxys http et https. Corrigez le réglage du proxy.",
            code="bad_proxy",
        )
    shown = host_and_port(parts)
    return Proxy(url=f"{parts.scheme}://{shown}", shown=shown, authorization=_basic(parts))


def _basic(parts: SplitResult) -> str:
    if parts.username is None:
        return ""
    pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
    # UTF-8 (RFC 7617): the HTTP client's own Latin-1 would fail on a password with « € ».
    return "Basic " + base64.b64encode(pair.encode()).decode("ascii")


def _has_space(text: str) -> bool:
    return any(character.isspace() for character in text)


def _bad(detail: str) -> BadInput:
    return BadInput(
        "Le réglage du proxy ne peut pas être lu. Il ressemble à http://proxy.exemple.fr:3128.",
        code="bad_proxy",
        detail=detail,
    )

"""Addresses of a central, as people type them: read strictly, and shown as a person says them."""

from ipaddress import IPv6Address, ip_address
from urllib.parse import SplitResult, urlsplit

from spplus_desk.domain.errors import BadInput


def check_address(address: str, *, allow_http: bool = False) -> str:
    """The base address, without its last slash. Clear HTTP is for this machine only, unless `allow_http`.

    Raises BadInput (code `bad_address`) with the sentence for the field.
    """
    text = address.strip()
    try:
        parts = urlsplit(text)
        port_ok = parts.port is None or parts.port > 0
    except ValueError as error:
        if _is_bare_ipv6(text):
            raise BadInput(
                "Une adresse IPv6 se met entre crochets, comme https://[2001:db8::1]:8443.", code="bad_address"
            ) from error
        raise bad_address(f"unreadable: {error}") from error
    host = parts.hostname
    if parts.scheme not in ("https", "http") or not host or not port_ok or any(c.isspace() for c in parts.netloc):
        raise bad_address("no scheme or host")
    if parts.username is not None or parts.query or parts.fragment:
        raise bad_address("user, query or fragment")
    if parts.scheme == "http" and not allow_http and not is_loopback(host):
        raise BadInput(
            "Cette adresse commence par http://\u00a0: vos textes passeraient en clair. Utilisez une adresse en https://.",
            code="bad_address",
        )
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"


def is_loopback(host: str) -> bool:
    """True for this machine alone: a name such as 127.exemple.fr is somebody else's."""
    if host.lower() == "localhost":
        return True
    try:
        address = ip_address(host)
    except ValueError:
        return False
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped.is_loopback
    return address.is_loopback


def shown_host(address: str) -> str:
    """Host and port for a sentence: no scheme, no path, no user, brackets around IPv6."""
    return host_and_port(urlsplit(address))


def host_and_port(parts: SplitResult) -> str:
    host = parts.hostname or ""
    host = f"[{host}]" if ":" in host else host
    return host if parts.port is None else f"{host}:{parts.port}"


def bad_address(detail: str) -> BadInput:
    return BadInput(
        "Cette adresse de serveur ne peut pas être lue. Elle ressemble à https://spplus.exemple.fr.",
        code="bad_address",
        detail=detail,
    )


def _is_bare_ipv6(text: str) -> bool:
    host = text.rpartition("//")[2].partition("/")[0]
    try:
        return ip_address(host).version == 6
    except ValueError:
        return False

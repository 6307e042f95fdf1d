"""The address of the site as a QR code."""

import io
from urllib.parse import urlsplit

MOST = 200
"""Characters: a longer address makes squares too small for the print of a poster."""

_MOST_TYPED = 44
"""Characters: one line of the poster."""


def address_of(links: tuple[str, ...]) -> str:
    """The first of the site's public links that a telephone can open, with its scheme; empty where there is none."""
    for link in links:
        given = link.strip()
        address = given if "://" in given else f"https://{given}"
        try:
            parts = urlsplit(address)
        except ValueError:  # such as « https://[ »
            continue
        if parts.scheme in ("http", "https") and "." in parts.netloc and " " not in given and len(address) <= MOST:
            return address
    return ""


def shown(address: str) -> str:
    """As it is printed beside the code: what somebody types. Of one too long for that, the name of the site."""
    told = address.removeprefix("https://").removeprefix("http://").removesuffix("/")
    return told if len(told) <= _MOST_TYPED else told.split("/")[0]


def svg(address: str) -> str:
    """The code without its quiet zone: the page leaves it white. Error correction M, because posters get scratched."""
    import segno  # late: only a poster needs it

    out = io.BytesIO()
    # Never a Micro QR code: not every telephone reads one.
    segno.make(address, error="m", micro=False).save(out, kind="svg", border=0, xmldecl=False, svgns=True, dark="#000")
    return out.getvalue().decode("utf-8")

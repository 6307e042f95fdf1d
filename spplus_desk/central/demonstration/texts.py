"""The files of resources/demonstration, with their dates made relative and their French typography set."""

import re
import tomllib
from datetime import date, timedelta
from typing import Any

from spplus_desk.domain.resources import resource_path

NBSP = "\u00a0"
_MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
_PLACE = re.compile(r"\{(date|mois|de_mois)([+-]\d+)\}")
_BEFORE = re.compile(r" (?=[:;?!%»])")
_UNIT = re.compile(r"(?<=\d) (?=(?:h|min|j|km|euros?|€|Mo|s)\b)|(?<=\d\u00a0h) (?=\d)|(?<=\dh) (?=\d)|(?<=n°) ")


def load(name: str) -> dict[str, Any]:
    """One file of the demonstration, as plain data."""
    with resource_path("demonstration", f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def typeset(text: str) -> str:
    """No-break spaces where French wants them; the words stay."""
    text = _BEFORE.sub(NBSP, text.replace("« ", f"«{NBSP}"))
    text = _UNIT.sub(NBSP, text)
    return _UNIT.sub(NBSP, text).strip()


def dated(text: str, today: date) -> str:
    """`text` with `{date-70}`, `{mois-30}` and `{de_mois-30}` told from `today`."""

    def told(match: re.Match[str]) -> str:
        day = today + timedelta(days=int(match.group(2)))
        month = _MONTHS[day.month - 1]
        if match.group(1) == "mois":
            return month
        if match.group(1) == "de_mois":
            return f"d’{month}" if month[0] in "ao" else f"de {month}"
        return f"{'1er' if day.day == 1 else day.day}{NBSP}{month}"

    return typeset(_PLACE.sub(told, text))

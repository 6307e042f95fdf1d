"""What holds for a site: its own settings, part by part those of the site above, else the defaults.

A part is its hours and closures, its target, and each of its lists. A site without hours of its
own takes those of its parent, in its own zone and with the holidays of its own territory.
"""

from collections.abc import Callable, Mapping
from typing import Any

from spplus_desk.domain.calendar import BadCalendar, SiteCalendar, Target, zone_named
from spplus_desk.domain.calendar.reading import read_calendar, read_target
from spplus_desk.domain.calendar.settings import DEFAULT_TARGET, PLATFORM_ZONE
from spplus_desk.domain.calendar.territories import TERRITORIES
from spplus_desk.domain.documents import SiteSettings
from spplus_desk.domain.structure import Structure, StructureTree
from spplus_desk.domain.text import slug
from spplus_desk.domain.values import Value

DEFAULT_HOURS: dict[str, Any] = {
    day: [["08:30", "12:00"], ["13:30", "16:00"]] for day in ("mon", "tue", "wed", "thu", "fri")
}
LISTS = (
    "public_numbers", "public_emails", "public_links", "public_addresses", "greetings", "closings", "signatures",
    "business_tags",
)  # fmt: skip
_NOWHERE = ""


class SiteRules(Value, kw_only=True):
    """What holds for one site. `hours_from` and `target_from` are the structure that says so; empty for a default."""

    structure_id: str
    calendar: SiteCalendar
    target: Target = DEFAULT_TARGET
    hours_from: str = _NOWHERE
    target_from: str = _NOWHERE
    validation: bool = False
    public_numbers: tuple[str, ...] = ()
    public_emails: tuple[str, ...] = ()
    public_links: tuple[str, ...] = ()
    public_addresses: tuple[str, ...] = ()
    greetings: tuple[str, ...] = ()
    closings: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()
    business_tags: tuple[str, ...] = ()


class SettingsEffect(Value, kw_only=True):
    """What saving would do: internal deadlines that change, those that become late, those that are late no more."""

    changed: int = 0
    late: int = 0
    no_longer_late: int = 0
    sites: int = 0
    """Structures whose hours or target change."""


class Site(Value, kw_only=True):
    """One structure of the agent's scope: what it says itself (None: nothing yet), what holds, whether it is theirs to
    change."""

    structure: Structure
    own: SiteSettings | None
    rules: SiteRules
    may_write: bool = False
    hours_from_name: str = ""
    """The structure above whose hours hold here; empty for the site's own, or the defaults."""


def rules_of(structure: Structure, tree: StructureTree, settings: Mapping[str, SiteSettings]) -> SiteRules:
    """`settings` by structure. What a newer program wrote and this one cannot read is passed over, never guessed."""
    chain = [settings[id] for id in (structure.id, *tree.ancestors(structure.id)) if id in settings]
    calendar, hours_from = _first(chain, lambda s: _calendar(s, structure, tree.get(s.structure_id)))
    target, target_from = _first(chain, lambda s: _target(s.target) if s.target else None)
    own = settings.get(structure.id)
    lists = {name: _first(chain, lambda s, name=name: getattr(s, name) or None)[0] or () for name in LISTS}
    default = read_calendar({"zone": zone_of(structure), "territory": territory_of(structure), "hours": DEFAULT_HOURS})
    return SiteRules(
        structure_id=structure.id,
        calendar=calendar or default,
        target=target or DEFAULT_TARGET,
        hours_from=hours_from,
        target_from=target_from,
        # Not inherited: the central keeps it with each structure, where it is enforced.
        validation=structure.validation_required if own is None or own.validation is None else own.validation,
        **lists,
    )


def zone_of(structure: Structure) -> str:
    """The structure's own zone, or the platform's where it is not one."""
    try:
        zone_named(structure.timezone)
    except BadCalendar:
        return PLATFORM_ZONE
    return structure.timezone


def territory_of(structure: Structure) -> str:
    code = slug(structure.holiday_territory)
    return code if code in TERRITORIES else "metropole"


def _calendar(settings: SiteSettings, structure: Structure, owner: Structure | None) -> SiteCalendar | None:
    """The hours that `settings` of `owner` give to `structure`: its own zone always, and its own territory when they
    come from above; days that only mean something in the owner's territory then stay there."""
    if not settings.calendar:
        return None
    written = dict(settings.calendar)
    own = territory_of(structure)
    if settings.structure_id != structure.id:
        theirs = written.pop("territory", None) or ("" if owner is None else territory_of(owner))
        if theirs != own:
            written.pop("customary", None)
            written.pop("local_days", None)
    try:
        return read_calendar({"territory": own, **written, "zone": zone_of(structure)})
    except BadCalendar:
        return None


def _target(written: Mapping[str, Any]) -> Target | None:
    try:
        return read_target(dict(written))
    except BadCalendar:
        return None


def _first(chain: list[SiteSettings], part: Callable[..., Any]) -> tuple[Any, str]:
    """The nearest site that says that part, and its id."""
    for one in chain:
        found = part(one)
        if found is not None:
            return found, one.structure_id
    return None, _NOWHERE

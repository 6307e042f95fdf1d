"""What holds for a site: its own settings, part by part those above, else the defaults."""

from typing import Any

import pytest

from spplus_desk.domain.calendar import Period, WorkingDays, WorkingHours
from spplus_desk.domain.document_payloads import SaveSiteSettings
from spplus_desk.domain.documents import SiteSettings
from spplus_desk.domain.site_settings import rules_of
from spplus_desk.domain.structure import Structure, StructureTree

HEAD = Structure(id="H", network="N", name="Réseau")
SITE = Structure(
    id="S", network="N", name="Site", parent_id="H", timezone="Indian/Reunion", holiday_territory="La Réunion"
)
TREE = StructureTree((HEAD, SITE))
HOURS = {"mon": [["09:00", "12:00"]]}


def settings(structure: str, **parts: Any) -> SiteSettings:
    return SiteSettings(id=structure, structure_id=structure, **parts)


def test_defaults_are_those_of_the_brief() -> None:
    rules = rules_of(SITE, TREE, {})
    assert rules.target == WorkingDays(3)
    assert rules.calendar.week[0] == (Period(510, 720), Period(810, 960))
    assert rules.calendar.week[5:] == ((), ())
    assert (rules.calendar.zone, rules.calendar.territory) == ("Indian/Reunion", "la-reunion")
    assert (rules.hours_from, rules.target_from) == ("", "")


def test_each_part_comes_from_the_nearest_site_that_says_it() -> None:
    above = settings("H", calendar={"hours": HOURS, "closures": ["2027-12-24"]}, signatures=("Le réseau",))
    own = settings("S", target={"working_hours": 16}, closings=("Cordialement",))
    rules = rules_of(SITE, TREE, {"H": above, "S": own})
    assert rules.calendar.week[0] == (Period(540, 720),)
    assert rules.target == WorkingHours(16)
    assert (rules.hours_from, rules.target_from) == ("H", "S")
    assert (rules.signatures, rules.closings) == (("Le réseau",), ("Cordialement",))
    assert rules.calendar.zone == "Indian/Reunion"


def test_days_of_one_territory_stay_there() -> None:
    above = settings("H", calendar={"hours": HOURS, "territory": "guadeloupe", "customary": ["mi-careme"]})
    assert rules_of(HEAD, TREE, {"H": above}).calendar.customary == {"mi-careme"}
    rules = rules_of(SITE, TREE, {"H": above})
    assert (rules.calendar.territory, rules.calendar.customary) == ("la-reunion", frozenset())
    assert rules.hours_from == "H"


def test_validation_is_the_structure_s_own() -> None:
    assert rules_of(SITE, TREE, {"H": settings("H", validation=True)}).validation is False
    assert rules_of(SITE, TREE, {"S": settings("S", validation=True)}).validation is True


def test_what_a_newer_program_wrote_is_passed_over() -> None:
    odd = settings("S", calendar={"hours": HOURS, "moons": []}, target={"lunations": 3})
    rules = rules_of(SITE, TREE, {"S": odd})
    assert rules.target == WorkingDays(3)
    assert rules.hours_from in ("", "S")
    strange = settings("S", calendar={"hours": {"mon": "le matin"}})
    assert rules_of(SITE, TREE, {"S": strange}).hours_from == ""


def test_bad_structures_still_have_a_calendar() -> None:
    lost = Structure(id="X", network="N", name="", timezone="Nulle/Part", holiday_territory="Atlantide")
    calendar = rules_of(lost, StructureTree((lost,)), {}).calendar
    assert (calendar.zone, calendar.territory) == ("Europe/Paris", "metropole")


@pytest.mark.parametrize(
    ("parts", "field"),
    [
        ({"calendar": {"hours": {"mon": [["22:00", "02:00"]]}}}, "hours.mon"),
        ({"calendar": {"hours": {}}}, "hours"),
        ({"calendar": {"closures": []}}, "hours"),
        ({"calendar": {"hours": HOURS, "territory": "atlantide"}}, "territory"),
        ({"calendar": {"hours": HOURS, "zone": "Europe/Paris"}}, "zone"),
        ({"calendar": {"hours": HOURS, "customary": ["mi-careme"]}}, "customary[0]"),
        ({"target": {"working_days": 0}}, "target.working_days"),
    ],
)
def test_what_cannot_be_is_named(parts: dict[str, Any], field: str) -> None:
    assert f"«\u00a0{field}\u00a0»" in SaveSiteSettings(structure_id="S", **parts).problem()


def test_empty_settings_are_fine() -> None:
    assert SaveSiteSettings(structure_id="S").problem() == ""

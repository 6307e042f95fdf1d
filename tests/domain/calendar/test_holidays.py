"""Two libraries on the holidays of France. Where they differ, the difference is written here as a fact."""

from datetime import date

import pytest
from jours_feries_france import JoursFeries

from spplus_desk.domain.calendar import TERRITORIES, customary, holidays_of

THEIRS = {
    "metropole": "Métropole", "alsace-moselle": "Alsace-Moselle", "guadeloupe": "Guadeloupe", "guyane": "Guyane",
    "martinique": "Martinique", "mayotte": "Mayotte", "nouvelle-caledonie": "Nouvelle-Calédonie",
    "la-reunion": "La Réunion", "polynesie-francaise": "Polynésie Française", "saint-barthelemy": "Saint-Barthélémy",
    "saint-martin": "Saint-Martin", "wallis-et-futuna": "Wallis-et-Futuna",
    "saint-pierre-et-miquelon": "Saint-Pierre-et-Miquelon",
}  # fmt: skip
LOCAL_LAW_2027 = {
    # Days of local law that jours-feries-france does not know.
    "nouvelle-caledonie": {"2027-09-24": "Fête de la Citoyenneté"},
    "polynesie-francaise": {
        "2027-03-05": "Arrivée de l’Évangile", "2027-03-26": "Vendredi saint", "2027-11-20": "Matāri’i",
    },
    "wallis-et-futuna": {
        "2027-04-28": "Saint Pierre Chanel", "2027-06-29": "Saints Pierre et Paul", "2027-07-29": "Fête du Territoire",
    },
}  # fmt: skip
CUSTOMARY_2027 = {
    "guadeloupe": {
        "2027-03-04": "Mi-Carême",
        "2027-03-26": "Vendredi saint",
        "2027-07-21": "Fête de Victor Schoelcher",
    },
    "martinique": {"2027-07-21": "Fête de Victor Schoelcher"},
    "saint-martin": {"2027-07-21": "Fête de Victor Schoelcher"},
}


def theirs(code: str, year: int) -> set[date]:
    return set(JoursFeries.for_year(year, THEIRS[code]).values())


def legal(code: str, year: int) -> set[date]:
    return {h.day for h in holidays_of(code, year) if h.legal}


def test_the_thirteen_territories_and_the_list_of_a_consulate() -> None:
    assert set(TERRITORIES) == {*THEIRS, "local"}
    assert holidays_of("local", 2027) == ()


@pytest.mark.parametrize("code", sorted(THEIRS))
def test_legal_days_agree_but_for_days_of_local_law(code: str) -> None:
    ours, others = legal(code, 2027), theirs(code, 2027)
    assert others - ours == set()
    named = {h.day.isoformat(): h.name for h in holidays_of(code, 2027) if h.day in ours - others}
    assert named == LOCAL_LAW_2027.get(code, {})


@pytest.mark.parametrize("code", sorted(THEIRS))
def test_customary_days_are_those_that_only_usage_gives(code: str) -> None:
    assert {h.day.isoformat(): h.name for h in customary(code, 2027)} == CUSTOMARY_2027.get(code, {})
    assert not {h.day for h in customary(code, 2027)} & theirs(code, 2027)


@pytest.mark.parametrize("code", sorted(set(THEIRS) - set(LOCAL_LAW_2027)))
def test_the_two_agree_from_2018_to_2060(code: str) -> None:
    for year in range(2018, 2061):
        assert legal(code, year) == theirs(code, year), year


def test_where_they_differ_in_the_past() -> None:
    """Saint-Martin before 2018: one keeps the 27th of May, as in Guadeloupe, the other has the 28th from 2012 on."""
    assert theirs("saint-martin", 2017) ^ legal("saint-martin", 2017) == {date(2017, 5, 27), date(2017, 5, 28)}


def test_each_day_has_a_name_and_a_source() -> None:
    for code in THEIRS:
        for holiday in holidays_of(code, 2027):
            assert holiday.name
            assert holiday.source
            assert "'" not in holiday.name


def test_polynesia_changed_its_law() -> None:
    assert date(2024, 6, 29) in legal("polynesie-francaise", 2024)
    assert date(2026, 6, 29) not in legal("polynesie-francaise", 2026)
    assert date(2026, 11, 20) in legal("polynesie-francaise", 2026)

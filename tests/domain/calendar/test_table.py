"""Internal targets computed by hand on paper calendars: each territory, year ends, clock changes, half-days, pauses.

2027: 1 January is a Friday, Easter the 28th of March. 2028: 1 January is a Saturday. Hours where nothing else is said:
Monday to Friday, 8:30 to 12:00 and 13:30 to 16:00 (six hours a day).
"""

from typing import Any

import pytest

from spplus_desk.domain.calendar import BadCalendar, NeverOpen, internal_due
from spplus_desk.domain.calendar.reading import read_case

HALVES = [["08:30", "12:00"], ["13:30", "16:00"]]
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEK = dict.fromkeys(DAYS[:5], HALVES)
WHOLE = [["00:00", "24:00"]]
ALWAYS = dict.fromkeys(DAYS, WHOLE)
EVE = "2026-12-31"


def due(
    published: str, zone: str, territory: str, amount: float, unit: str = "working_days", **more: Any
) -> str | None:
    case = {"hours": WEEK, **more, "published_at": published, "zone": zone, "territory": territory}
    asked = read_case({**case, "target": {unit: amount}})
    found = internal_due(
        asked.calendar, asked.target, asked.published_at, published_on=asked.published_on, pauses=asked.pauses
    )
    return None if found is None else found.isoformat(timespec="minutes")


@pytest.mark.parametrize(
    ("published", "zone", "territory", "days", "expected"),
    [
        # Wednesday 14 July
        ("2027-07-13T10:00+02:00", "Europe/Paris", "metropole", 1, "2027-07-15T16:00+02:00"),
        # Good Friday counts, Easter Monday does not, and the clock changes in between
        ("2027-03-25T10:00+01:00", "Europe/Paris", "metropole", 2, "2027-03-30T16:00+02:00"),
        ("2027-03-25T10:00+01:00", "Europe/Paris", "alsace-moselle", 2, "2027-03-31T16:00+02:00"),
        ("2028-12-22T10:00+01:00", "Europe/Paris", "alsace-moselle", 1, "2028-12-27T16:00+01:00"),
        # Thursday 27 May, abolition
        ("2027-05-26T10:00-04:00", "America/Guadeloupe", "guadeloupe", 1, "2027-05-28T16:00-04:00"),
        ("2027-06-09T10:00-03:00", "America/Cayenne", "guyane", 1, "2027-06-11T16:00-03:00"),
        ("2028-05-19T10:00-04:00", "America/Martinique", "martinique", 1, "2028-05-23T16:00-04:00"),
        ("2027-04-26T10:00+03:00", "Indian/Mayotte", "mayotte", 1, "2027-04-28T16:00+03:00"),
        ("2027-09-23T10:00+11:00", "Pacific/Noumea", "nouvelle-caledonie", 1, "2027-09-27T16:00+11:00"),
        ("2027-12-16T01:40+04:00", "Indian/Reunion", "la-reunion", 3, "2027-12-22T16:00+04:00"),
        ("2027-03-04T10:00-10:00", "Pacific/Tahiti", "polynesie-francaise", 1, "2027-03-08T16:00-10:00"),
        ("2027-03-25T10:00-10:00", "Pacific/Tahiti", "polynesie-francaise", 1, "2027-03-30T16:00-10:00"),
        ("2026-11-19T10:00-10:00", "Pacific/Tahiti", "polynesie-francaise", 1, "2026-11-23T16:00-10:00"),
        ("2026-06-26T10:00-10:00", "Pacific/Tahiti", "polynesie-francaise", 1, "2026-06-29T16:00-10:00"),
        ("2028-10-06T10:00-04:00", "America/St_Barthelemy", "saint-barthelemy", 1, "2028-10-10T16:00-04:00"),
        ("2027-05-27T10:00-04:00", "America/Marigot", "saint-martin", 1, "2027-05-31T16:00-04:00"),
        ("2027-04-27T10:00+12:00", "Pacific/Wallis", "wallis-et-futuna", 1, "2027-04-29T16:00+12:00"),
        ("2027-07-13T10:00-02:00", "America/Miquelon", "saint-pierre-et-miquelon", 1, "2027-07-15T16:00-02:00"),
        # Half-hour zone
        ("2027-12-16T10:00-09:30", "Pacific/Marquesas", "polynesie-francaise", 1, "2027-12-17T16:00-09:30"),
        # Thursday evening in Paris is already Friday morning in Nouméa
        ("2027-12-16T20:00Z", "Pacific/Noumea", "nouvelle-caledonie", 1, "2027-12-20T16:00+11:00"),
        # A consulate has no 14 July of its own, and the list it gave (below)
        ("2027-07-13T10:00-04:00", "America/New_York", "local", 1, "2027-07-14T16:00-04:00"),
    ],
)
def test_each_territory(published: str, zone: str, territory: str, days: int, expected: str) -> None:
    assert due(published, zone, territory, days) == expected


@pytest.mark.parametrize(
    ("published", "territory", "zone", "key", "without", "ticked"),
    [
        ("2027-03-03T10:00-04:00", "guadeloupe", "America/Guadeloupe", "mi-careme", "04", "05"),
        ("2027-03-25T10:00-04:00", "guadeloupe", "America/Guadeloupe", "Vendredi saint", "26", "30"),
        ("2027-07-20T10:00-04:00", "martinique", "America/Martinique", "fete-de-victor-schoelcher", "21", "22"),
        ("2027-07-20T10:00-04:00", "saint-martin", "America/Marigot", "Fête de Victor Schoelcher", "21", "22"),
    ],
)
def test_customary_days_count_when_the_site_ticks_them(
    published: str, territory: str, zone: str, key: str, without: str, ticked: str
) -> None:
    month = published[:7]
    assert due(published, zone, territory, 1) == f"{month}-{without}T16:00-04:00"
    assert due(published, zone, territory, 1, customary=[key]) == f"{month}-{ticked}T16:00-04:00"


def test_the_list_of_a_consulate() -> None:
    days = [{"date": "2027-07-05", "name": "Independence Day", "source": "liste 2027 du consulat"}]
    found = due("2027-07-02T10:00-04:00", "America/New_York", "local", 1, local_days=days)
    assert found == "2027-07-06T16:00-04:00"


PARIS = ("Europe/Paris", "metropole")


@pytest.mark.parametrize(
    ("published", "days", "expected", "more"),
    [
        ("2026-12-31T10:00+01:00", 1, "2027-01-04T16:00+01:00", {}),  # New Year's Day is a Friday
        ("2027-12-31T10:00+01:00", 1, "2028-01-03T16:00+01:00", {}),
        ("2028-02-28T10:00+01:00", 1, "2028-02-29T16:00+01:00", {}),  # leap day
        ("2028-02-28T10:00+01:00", 2, "2028-03-01T16:00+01:00", {}),
        ("2027-12-19T10:00+01:00", 1, "2027-12-20T16:00+01:00", {}),  # published on a Sunday
        ("2027-07-14T10:00+02:00", 1, "2027-07-15T16:00+02:00", {}),  # published on a holiday
        ("2027-12-17T23:59+01:00", 1, "2027-12-20T16:00+01:00", {}),
        ("2027-12-17T00:00+01:00", 1, "2027-12-20T16:00+01:00", {}),  # the first minute of its day is that day
        ("2027-12-16", 3, "2027-12-21T16:00+01:00", {}),  # a day alone
        ("2026-12-30T10:00+01:00", 1, "2026-12-31T12:00+01:00", {"closures": [{"date": EVE, "from": "12:00"}]}),
        ("2026-12-30T10:00+01:00", 1, "2026-12-31T14:45+01:00", {"closures": [{"date": EVE, "from": "14:45"}]}),
        ("2026-12-30T10:00+01:00", 1, "2026-12-31T16:00+01:00", {"closures": [{"date": EVE, "to": "12:00"}]}),
        ("2026-12-30T10:00+01:00", 1, "2027-01-04T16:00+01:00", {"closures": ["2026-12-31"]}),
        (
            "2026-12-23T10:00+01:00", 1, "2027-01-04T16:00+01:00",
            {"closures": [{"from": "2026-12-24", "to": "2026-12-31", "label": "Fêtes"}]},
        ),
        (
            "2027-06-30T10:00+02:00", 1, "2027-07-01T14:00+02:00",
            {"seasons": [{"name": "Été", "from": "07-01", "to": "08-31", "hours": {"thu": [["08:00", "14:00"]]}}]},
        ),
        # A season that wraps the year: closed on Fridays from 15 December to 5 January
        (
            "2027-12-16T10:00+01:00", 1, "2027-12-20T16:00+01:00",
            {"seasons": [{"from": "12-15", "to": "01-05", "hours": {"mon": HALVES}}]},
        ),
        ("2027-12-16T10:00+01:00", 1, "2027-12-18T00:00+01:00", {"hours": ALWAYS}),  # open until midnight
        # Sunday 28 March has no hour from 2 to 3: the site that opens then was not open
        ("2027-03-27T10:00+01:00", 1, "2027-04-04T03:00+02:00", {"hours": {"sun": [["02:00", "03:00"]]}}),
        # Sunday 31 October strikes it twice: the last closing is the second one
        ("2027-10-30T10:00+02:00", 1, "2027-10-31T03:00+01:00", {"hours": {"sun": [["02:00", "03:00"]]}}),
    ],
)  # fmt: skip
def test_working_days(published: str, days: int, expected: str, more: dict[str, Any]) -> None:
    assert due(published, *PARIS, days, **more) == expected


@pytest.mark.parametrize(
    ("published", "hours", "expected", "more"),
    [
        ("2027-12-17T18:00+01:00", 2, "2027-12-20T10:30+01:00", {}),  # Friday evening
        ("2027-12-17T12:30+01:00", 1, "2027-12-17T14:30+01:00", {}),  # during the break
        ("2027-12-17T16:00+01:00", 1, "2027-12-20T09:30+01:00", {}),  # the closing minute
        ("2027-12-20T08:30+01:00", 3.5, "2027-12-20T12:00+01:00", {}),  # ends at the closing, not at the next opening
        ("2027-12-20T08:30+01:00", 3.75, "2027-12-20T13:45+01:00", {}),
        ("2027-12-20T08:30+01:00", 16, "2027-12-22T13:30+01:00", {"hours": {**WEEK, "wed": [["09:30", "16:00"]]}}),
        ("2027-07-14T10:00+02:00", 1, "2027-07-15T09:30+02:00", {}),  # on a holiday
        ("2027-12-16", 4, "2027-12-16T14:00+01:00", {}),  # a day alone counts from its first minute
        ("2027-03-27T12:00+01:00", 24, "2027-03-28T13:00+02:00", {"hours": ALWAYS}),  # a Sunday of 23 hours
        ("2027-10-30T12:00+02:00", 24, "2027-10-31T11:00+01:00", {"hours": ALWAYS}),  # a Sunday of 25 hours
        ("2027-10-30T12:00+02:00", 1.5, "2027-10-31T02:30+01:00", {"hours": {"sun": [["02:00", "03:00"]]}}),
        ("2026-12-31T11:00+01:00", 2, "2027-01-04T09:30+01:00", {"closures": [{"date": EVE, "from": "12:00"}]}),
    ],
)  # fmt: skip
def test_working_hours(published: str, hours: float, expected: str, more: dict[str, Any]) -> None:
    assert due(published, *PARIS, hours, "working_hours", **more) == expected


@pytest.mark.parametrize(
    ("start", "end", "days", "hours"),
    [
        # Without a pause: Thursday 16 at 16 h; and, for six hours, Tuesday 14 at 10 h.
        ("2027-12-14T09:00+01:00", "2027-12-15T09:00+01:00", "2027-12-17T16:00+01:00", "2027-12-15T10:00+01:00"),
        ("2027-12-13T11:00+01:00", "2027-12-13T14:00+01:00", "2027-12-16T16:00+01:00", "2027-12-14T11:30+01:00"),
        ("2027-12-14T09:00+01:00", None, None, None),
        ("2027-12-17T09:00+01:00", None, "2027-12-16T16:00+01:00", "2027-12-14T10:00+01:00"),
    ],
)
def test_pauses(start: str, end: str | None, days: str | None, hours: str | None) -> None:
    pauses = [{"from": start, "to": end}]
    assert due("2027-12-13T10:00+01:00", *PARIS, 3, pauses=pauses) == days
    assert due("2027-12-13T10:00+01:00", *PARIS, 6, "working_hours", pauses=pauses) == hours


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("zone", {"zone": "Europe/Nulle-Part"}),
        ("zone", {"zone": "../etc/passwd"}),
        ("territory", {"territory": "atlantide"}),
        ("hours.mon", {"hours": {"mon": [["22:00", "02:00"]]}}),
        ("hours.mon", {"hours": {"mon": [["08:00", "12:00"], ["11:00", "13:00"]]}}),
        ("hours.mon", {"hours": {"mon": [["08:00", "08:00"]]}}),
        ("hours.mon[0]", {"hours": {"mon": [["08:00"]]}}),
        ("hours.mon[0]", {"hours": {"mon": [["8", "12:00"]]}}),
        ("hours.mon[0]", {"hours": {"mon": [["08:00", "25:00"]]}}),
        ("hours.lundi", {"hours": {"lundi": []}}),
        ("hours", {"hours": []}),
        ("published_at", {"published_at": "hier"}),
        ("published_at", {"published_at": "2027-02-29"}),
        ("published_at", {"published_at": "1815-06-18"}),
        ("published_at", {"published_at": 5}),
        ("target", {"target": {}}),
        ("target", {"target": {"working_days": 1, "working_hours": 1}}),
        ("target.working_days", {"target": {"working_days": 0}}),
        ("target.working_days", {"target": {"working_days": 2.5}}),
        ("target.working_days", {"target": {"working_days": True}}),
        ("target.working_hours", {"target": {"working_hours": float("inf")}}),
        ("target.working_hours", {"target": {"working_hours": float("nan")}}),
        ("closures[0]", {"closures": ["2027-02-30"]}),
        ("closures[0].to", {"closures": [{"date": "2027-02-01", "from": "12:00", "to": "09:00"}]}),
        ("closures[0].to", {"closures": [{"from": "2027-02-05", "to": "2027-02-01"}]}),
        ("closures[0].date", {"closures": [{"date": None, "from": "12:00"}]}),
        ("seasons[0].to", {"seasons": [{"from": "2027-02-01", "to": "2027-01-01", "hours": {}}]}),
        ("seasons[0]", {"seasons": [{"from": "2027-02-01", "to": "03-01", "hours": {}}]}),
        ("customary[0]", {"customary": ["mi-careme"]}),
        ("pauses[0].to", {"pauses": [["2027-12-15T10:00Z", "2027-12-14T10:00Z"]]}),
        ("closure", {"closure": []}),
    ],
)
def test_a_mistake_is_named_by_its_field(field: str, wrong: dict[str, Any]) -> None:
    good = {
        "published_at": "2027-12-13T10:00+01:00",
        "zone": "Europe/Paris",
        "territory": "metropole",
        "hours": WEEK,
        "target": {"working_days": 3},
    }
    with pytest.raises(BadCalendar) as caught:
        asked = read_case({**good, **wrong})
        internal_due(asked.calendar, asked.target, asked.published_at, published_on=asked.published_on)
    assert caught.value.field == field
    assert caught.value.sentence.startswith(f"Champ «\u00a0{field}\u00a0»")


def test_no_opening_at_all_ends_in_a_sentence() -> None:
    for unit in ("working_days", "working_hours"):
        with pytest.raises(NeverOpen):
            due("2027-12-13T10:00+01:00", *PARIS, 1, unit, hours={})
        with pytest.raises(NeverOpen):
            due("2027-12-13T10:00+01:00", *PARIS, 1, unit, seasons=[{"from": "01-01", "to": "12-31", "hours": {}}])

"""« C’est le numéro du service »: said at one desk, known at all desks of the site, offline at once."""

import msgspec

from spplus_desk.domain.documents import ServiceLine
from spplus_desk.domain.privacy import Kind
from spplus_desk.services.documents import DocumentService
from spplus_desk.services.service_lines import ServiceLines
from spplus_desk.store import meta
from spplus_desk.store.workplace import Workplace
from tests.helpers.world import EAST, WEST, DeskEnd, World

PHONE, MAIL, STREET = "01 99 00 12 34", "accueil@ouest.example", "12 rue des Lilas, 44000 Nantes"


def phones(desk: DeskEnd) -> tuple[str, ...]:
    return desk.store.site_list().result().phones


def lines(desk: DeskEnd) -> ServiceLines:
    agent = desk.store.identity().result()
    assert agent is not None
    return ServiceLines(DocumentService(desk.store, desk.client, desk.world.clock, agent.agent))


def test_what_one_says_the_other_knows_after_a_synchronisation(world: World, omar: DeskEnd, lise: DeskEnd) -> None:
    for desk in (omar, lise):
        desk.engine.run_once()
    known = omar.store.add_to_site_list(WEST, Kind.PHONE, PHONE).result()
    assert known.has_phone("+33 1 99 00 12 34"), "at once, offline"
    omar.engine.run_once()
    assert phones(lise) == ()
    lise.engine.run_once()
    assert phones(lise) == (PHONE,)


def test_the_same_number_is_not_added_twice_and_two_desks_never_conflict(
    world: World, omar: DeskEnd, lise: DeskEnd
) -> None:
    for desk in (omar, lise):
        desk.engine.run_once()
    omar.store.add_to_site_list(WEST, Kind.PHONE, PHONE).result()
    omar.store.add_to_site_list(WEST, Kind.PHONE, "01.99.00.12.34").result()
    assert len(omar.queued_ids()) == 1
    lise.store.add_to_site_list(WEST, Kind.PHONE, "0199001234").result()
    reports = [desk.engine.run_once() for desk in (omar, lise, omar)]
    assert [report.parked for report in reports] == [0, 0, 0]
    (shown,) = lines(omar).of(WEST).result()
    assert (shown.value, shown.by, len(shown.ids)) == (PHONE, "Omar", 2)
    lines(omar).remove(shown).result()
    assert phones(omar) == ()
    for desk in (omar, lise):
        desk.engine.run_once()
    assert phones(lise) == ()
    assert lines(lise).of(WEST).result() == ()


def test_another_site_is_refused_by_the_central_in_one_plain_line(world: World, omar: DeskEnd) -> None:
    omar.engine.run_once()
    omar.store.add_to_site_list(EAST, Kind.EMAIL, MAIL).result()
    assert omar.engine.run_once().parked == 1
    assert omar.store.site_list().result().emails == ()


def test_what_a_desk_kept_for_itself_is_shared_once(world: World, omar: DeskEnd, lise: DeskEnd) -> None:
    """Before these lines were shared, the list was a value of one cache."""
    omar.engine.run_once()
    before = msgspec.json.encode({"phones": [PHONE, PHONE], "emails": [MAIL], "addresses": [STREET]}).decode()

    def as_before(work: Workplace) -> None:
        with work.database.transaction(durable=True):
            meta.write(work.database, "guard.site", before)

    omar.store._post(as_before).result()
    for _ in range(2):
        known = omar.store.site_list().result()
        assert (known.phones, known.emails, known.addresses) == ((PHONE,), (MAIL,), (STREET,))
    assert len(omar.queued_ids()) == 3
    omar.engine.run_once()
    lise.engine.run_once()
    assert len(lise.store.documents(ServiceLine).result()) == 3

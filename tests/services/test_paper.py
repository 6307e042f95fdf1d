"""Report and poster, opened by other programs: tagged, in French, all fonts inside, and the figures of the store."""

import re
import subprocess
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pypdf
import pytest
from pypdf.generic import DictionaryObject

from spplus_desk.domain.documents import SiteSettings
from spplus_desk.domain.errors import StorageFault
from spplus_desk.domain.experience import ServiceChange
from spplus_desk.domain.privacy import SiteNumbers
from spplus_desk.domain.statistics import figures, words
from spplus_desk.domain.statistics.answers import Numbers
from spplus_desk.domain.statistics.periods import Period
from spplus_desk.domain.statistics.questions import Node
from spplus_desk.domain.vocabulary import ChangeState, Entity, ReplyState, Sentiment
from spplus_desk.services.dashboard import DashboardService
from spplus_desk.services.paper import codes, glyphs
from spplus_desk.services.paper.poster import REFUSED_COUNT, Size, poster
from spplus_desk.services.paper.report import report
from spplus_desk.services.paper.service import LONGEST_CHANGE, MOST_CHANGES, PaperService, for_a_wall
from spplus_desk.services.paper.typesetting import Document, pdf
from spplus_desk.store.pages import PulledChange
from tests.helpers.cache import ME, NOW, SITE, Cache, cache, experience, puts, reply, slot, structure
from tests.helpers.clock import FakeClock
from tests.helpers.typography import faults

PERIOD = Period(date(2027, 10, 1), date(2027, 12, 15))
QUIET = Period(date(2027, 12, 12), date(2027, 12, 15))
ADDRESS = "plus.transformation.example"
DONE = "Le motif d’un document refusé est écrit en clair."
CHANGES = {
    5: ServiceChange(text=DONE, state=ChangeState.DONE, on=date(2027, 11, 2)),
    6: ServiceChange(text="Un second guichet ouvrira.", state=ChangeState.PLANNED),
    7: ServiceChange(text="Mme Duval a été rappelée au 06 12 34 56 78.", state=ChangeState.DONE),
    8: ServiceChange(text=DONE, state=ChangeState.DONE),
}


@pytest.fixture
def desk(tmp_path: Path, clock: FakeClock) -> Iterator[Cache]:
    with cache(tmp_path / "cache.db", clock) as opened:
        rows: list[Any] = [structure(name="Caf de l’Orvanne #1 *est*")]
        for n in range(1, 41):
            at = NOW - timedelta(days=n + 2, hours=3)
            rows += [experience(str(n), published_at=at, sentiment=tuple(Sentiment)[n % 3], title=f"Une attente {n}")]
            rows += [slot(str(n), channels=("Accueil",) if n % 2 else ("Courrier", "Téléphone"))]
            if n > 4:
                given = at + timedelta(hours=5 * n)
                votes = {"useful": n % 5, "not_useful": 1, "change": CHANGES.get(n)}
                rows.append(reply(str(n), state=ReplyState.PUBLISHED, submitted_at=given, published_at=given, **votes))
        opened.feed(puts(*rows))
        yield opened


@pytest.fixture
def paper(desk: Cache) -> PaperService:
    return PaperService(desk.store)


@pytest.fixture
def ask(desk: Cache) -> DashboardService:
    return DashboardService(desk.store, desk.clock, ME)


@pytest.fixture
def numbers(ask: DashboardService) -> Numbers:
    return ask.numbers(Node(SITE), PERIOD).result()


def give_link(desk: Cache, link: str = ADDRESS) -> None:
    row = SiteSettings(id=SITE, structure_id=SITE, version=1, public_links=("à l’accueil", link))
    desk.feed([PulledChange(Entity.SITE_SETTINGS, SITE, row)])


def text_of(path: Path) -> str:
    """As poppler reads it, on one line."""
    ran = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, check=True, encoding="utf-8")
    return re.sub(r"\s+", " ", ran.stdout)


def plain(text: str) -> str:
    return text.replace(words.NBSP, " ")


def tree(item: Any) -> Iterator[DictionaryObject]:
    """Every element of the structure tree, from the root on."""
    item = item.get_object()
    if isinstance(item, list):
        for one in item:
            yield from tree(one)
    elif isinstance(item, DictionaryObject) and ("/S" in item or item.get("/Type") == "/StructTreeRoot"):
        yield item
        yield from tree(item.get("/K", pypdf.generic.ArrayObject()))


def tags(book: pypdf.PdfReader, name: str) -> list[DictionaryObject]:
    return [one for one in tree(book.root_object["/StructTreeRoot"]) if one.get("/S") == name]


def assert_is_ua(path: Path, title: str) -> pypdf.PdfReader:
    book = pypdf.PdfReader(path)
    root = book.root_object
    assert book.metadata is not None and book.metadata.title == title
    assert root["/MarkInfo"]["/Marked"] is not None and bool(root["/MarkInfo"]["/Marked"])  # type: ignore[index]
    assert str(root["/Lang"]).startswith("fr")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]  # type: ignore[index]
    xmp = root["/Metadata"].get_object().get_data().decode("utf-8")  # type: ignore[attr-defined]
    assert re.search(r"pdfuaid:part(=\"|>)1", xmp)
    for page in book.pages:
        assert page["/Tabs"] == "/S"
    listed = subprocess.run(["pdffonts", str(path)], capture_output=True, check=True, encoding="utf-8").stdout
    fonts = listed.splitlines()[2:]
    assert fonts
    for line in fonts:
        assert "+Inter" in line
        assert line.split()[-5:-2] == ["yes", "yes", "yes"], line  # embedded, subset, with its characters
    return book


def test_report_is_tagged_and_says_the_figures_of_the_store(
    paper: PaperService, numbers: Numbers, tmp_path: Path
) -> None:
    path = paper.report(numbers, tmp_path / "rapport.pdf").result()
    book = assert_is_ua(path, "Tableau de bord, Caf de l’Orvanne #1 *est*")
    told = text_of(path)
    for figure in figures.every(numbers):
        assert figure.amount is not None
        assert plain(figure.told) in told
        assert plain(figure.note) in told
    counts = numbers.now.counts
    assert f"{counts.experiences} expériences publiées, dont {counts.answered} avec une réponse" in told
    for share in (share for _, _, share, _ in figures.sentiments(numbers)):
        assert f"{share.part} {plain(words.percent(share))}" in told
    assert f"{numbers.waiting.total} réponses attendues au moment du calcul" in told
    assert "Indicateur publié" in told and "Objectif interne" in told and "rang le plus proche" in told
    assert "Période précédente : du 17 juillet au 30 septembre 2027" in told
    drawn = [one["chart"] for one in report(numbers)["sections"] if one["chart"]]
    assert [one["/Alt"] for one in tags(book, "/Figure")] == [chart["alt"] for chart in drawn]
    assert len(drawn) == 3  # no week has ten replies: the trend is refused, in words
    assert len(tags(book, "/Table")) >= 5
    assert all(one["/A"] for one in tags(book, "/TH"))  # each says what it heads
    assert len(tags(book, "/H1")) > 5


def test_no_word_of_a_citizen_is_printed(desk: Cache, paper: PaperService, numbers: Numbers, tmp_path: Path) -> None:
    for path in (
        paper.report(numbers, tmp_path / "r.pdf").result(),
        paper.poster(numbers, tmp_path / "p.pdf").result(),
    ):
        told = text_of(path)
        assert "Cigale" not in told and "Une attente" not in told and "attestation" not in told


def test_poster_says_the_figures_of_the_board(
    desk: Cache, paper: PaperService, numbers: Numbers, tmp_path: Path
) -> None:
    give_link(desk)
    counts = numbers.now.counts
    for size, width in ((Size.A4, 595), (Size.A3, 842)):
        path = paper.poster(numbers, tmp_path / f"{size}.pdf", size).result()
        book = assert_is_ua(path, "Vous racontez, nous répondons – Caf de l’Orvanne #1 *est*")
        assert len(book.pages) == 1
        assert round(float(book.pages[0].mediabox.width)) == width
        told = text_of(path)
        in_time = figures.published(numbers)[0]
        assert in_time.value in told
        assert f"{counts.in_time} réponses sur {counts.dated}" in told
        assert plain(figures.useful(numbers).told) in told
        assert f"pour {counts.experiences} expériences reçues" in told
        assert DONE in told and told.count(DONE) == 1
        assert "second guichet" not in told and "Duval" not in told
        assert ADDRESS in told
        (figure,) = tags(book, "/Figure")
        assert figure["/Alt"] == f"Code QR vers {ADDRESS}"
        assert min(sizes(book)) >= 12 - 0.01


def sizes(book: pypdf.PdfReader) -> list[float]:
    """Of each piece of print, in points on the paper."""
    found: list[float] = []

    def visit(text: str, user: list[float], matrix: list[float], _font: Any, size: float) -> None:
        if text.strip():
            scale = abs(matrix[3] * user[3]) + abs(matrix[2] * user[1])
            found.append(size * scale)

    book.pages[0].extract_text(visitor_text=visit)
    return found


def test_without_a_link_there_is_no_code(paper: PaperService, numbers: Numbers, tmp_path: Path) -> None:
    path = paper.poster(numbers, tmp_path / "p.pdf").result()
    assert tags(pypdf.PdfReader(path), "/Figure") == []
    assert "Racontez votre expérience" in text_of(path)


def test_changes_can_be_left_out(paper: PaperService, numbers: Numbers, tmp_path: Path) -> None:
    told = text_of(paper.poster(numbers, tmp_path / "p.pdf", changes=False).result())
    assert "ont changé" not in told and DONE not in told


def test_small_numbers_are_refused(ask: DashboardService, paper: PaperService, tmp_path: Path) -> None:
    numbers = ask.numbers(Node(SITE), QUIET).result()
    assert 0 < numbers.now.counts.experiences < 10
    told = text_of(paper.poster(numbers, tmp_path / "p.pdf").result())
    assert told.count(plain(words.TOO_FEW)) == 2
    assert REFUSED_COUNT in told
    assert "%" not in told
    assert " sur " not in told.replace("sur Services Publics", "").replace("sur cette", "").replace("sur nos", "")
    told = text_of(paper.report(numbers, tmp_path / "r.pdf").result())
    refused = sum(figure.amount is None for figure in figures.every(numbers))
    assert refused >= 3
    assert not re.search(r"\d %", told)
    assert "trop peu de données" in told


def test_a_period_with_nothing_is_printed_too(ask: DashboardService, paper: PaperService, tmp_path: Path) -> None:
    numbers = ask.numbers(Node(SITE), Period(date(2020, 1, 1), date(2020, 12, 31))).result()
    assert "0 expérience publiée" in text_of(paper.report(numbers, tmp_path / "r.pdf").result())
    assert REFUSED_COUNT in text_of(paper.poster(numbers, tmp_path / "p.pdf").result())


def test_the_longest_poster_holds_on_its_page(numbers: Numbers, tmp_path: Path) -> None:
    long = "Le délai de réponse aux demandes " * 8
    link = codes.address_of((f"https://{ADDRESS}/" + "a" * 160,))
    for size in Size:
        facts = poster(numbers, size=size, link=link, changes=[long[:LONGEST_CHANGE]] * MOST_CHANGES).facts
        facts["place"] = "Caisse d’allocations familiales de l’Orvanne et du Vély " * 3
        file = tmp_path / f"{size}.pdf"
        file.write_bytes(pdf(Document.POSTER, facts))
        assert len(pypdf.PdfReader(file).pages) == 1


def test_preview_shows_the_pages_and_says_them(desk: Cache, paper: PaperService, numbers: Numbers) -> None:
    give_link(desk)
    shown = paper.preview(numbers, Size.A4, 72).result()
    (page,) = shown.pages
    assert page.startswith(b"\x89PNG")
    assert (int.from_bytes(page[16:20]), int.from_bytes(page[20:24])) == (595, 842)
    assert shown.has_link and shown.changes == 1
    assert figures.published(numbers)[0].told in shown.told
    assert DONE in shown.told


def french(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, one in value.items():
            if key not in ("qr", "day", "size", "title_lines", "kind", "address"):
                yield from french(one)
    elif isinstance(value, list):
        for one in value:
            yield from french(one)


def test_all_that_is_printed_is_well_set(ask: DashboardService, numbers: Numbers) -> None:
    made = poster(numbers, link=f"https://{ADDRESS}", changes=[DONE])
    texts = [*french(report(numbers)), *french(made.facts), made.told]
    texts += french(report(ask.numbers(Node(SITE), QUIET).result()))
    assert len(texts) > 100
    assert [(text, faults(text)) for text in texts if faults(text)] == []


@pytest.mark.parametrize(
    ("links", "address"),
    [
        ((), ""),
        (("plus.example.fr",), "https://plus.example.fr"),
        (("http://plus.example.fr/avis",), "http://plus.example.fr/avis"),
        (("au guichet", "ftp://plus.example.fr", "https://b.example"), "https://b.example"),
        (("https://[",), ""),
        (("https://a.example/" + "a" * 300,), ""),
    ],
)
def test_the_first_address_that_a_telephone_opens(links: tuple[str, ...], address: str) -> None:
    assert codes.address_of(links) == address


def test_an_address_too_long_to_be_typed_is_told_by_its_site() -> None:
    assert codes.shown("https://plus.example.fr/avis/") == "plus.example.fr/avis"
    assert codes.shown("https://plus.example.fr/" + "a" * 60) == "plus.example.fr"


def test_what_does_not_belong_on_a_wall() -> None:
    given = (
        "Écrivez à jeanne.duval@courriel.fr.",
        "a" * (LONGEST_CHANGE + 1),
        "Deux\nlignes",
        DONE,
        "Un.",
        "Deux.",
        "3.",
    )
    assert for_a_wall(given) == (DONE, "Un.", "Deux.")
    ours = "Le 03 99 00 11 22 répond désormais le samedi."
    assert for_a_wall((ours,)) == ()
    assert for_a_wall((ours,), SiteNumbers(phones=("0399001122",))) == (ours,)


def test_a_file_that_cannot_be_written_is_told(paper: PaperService, numbers: Numbers, tmp_path: Path) -> None:
    with pytest.raises(StorageFault) as caught:
        paper.report(numbers, tmp_path / "nowhere" / "r.pdf").result()
    assert caught.value.code == "export_failed"


WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]+)<')


def test_no_word_lies_on_another(paper: PaperService, numbers: Numbers, tmp_path: Path) -> None:
    for path in (
        paper.report(numbers, tmp_path / "r.pdf").result(),
        paper.compared([numbers, numbers], tmp_path / "c.pdf").result(),
        paper.poster(numbers, tmp_path / "p.pdf").result(),
    ):
        told = subprocess.run(["pdftotext", "-bbox", path, "-"], capture_output=True, text=True, check=True).stdout
        pages = told.split("<page ")[1:]
        assert pages
        for page in pages:
            words = [(*map(float, found[:4]), found[4]) for found in WORD.findall(page)]
            assert words
            for place, (left, top, right, bottom, word) in enumerate(words):
                for x, y, to, down, other in words[place + 1 :]:
                    # Boxes are those of the font: two lines of a paragraph may touch, and no more.
                    wide, high = min(right, to) - max(left, x), min(bottom, down) - max(top, y)
                    assert wide < 1 or high < 0.35 * min(bottom - top, down - y), (path.name, word, other)


def test_what_the_font_lacks_does_not_cost_the_document(desk: Cache, paper: PaperService, ask: DashboardService,
                                                        tmp_path: Path) -> None:  # fmt: skip
    name = "Consulat de Pékin 北京 😊 ＝ Łódź Αθήνα e\u0301"
    desk.feed(puts(structure(name=name), slot("1", channels=("Accueil 👍🏽",), business_tags=("🚲 vélo",))))
    found = ask.numbers(Node(SITE), PERIOD).result()
    told = text_of(paper.report(found, tmp_path / "r.pdf").result())
    assert "Consulat de Pékin □□ Łódź Αθήνα é" in told
    text_of(paper.poster(found, tmp_path / "p.pdf").result())
    assert glyphs.shown("Déjà «\u00a0vu\u00a0» – 7\u202f%, l’œuvre…") == "Déjà «\u00a0vu\u00a0» – 7\u202f%, l’œuvre…"

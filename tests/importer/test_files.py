"""Files that are not what they should be: one clear sentence, and what is whole is kept."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine

from spplus_desk.central.cli import main
from spplus_desk.central.importer import import_experiences, import_structures, import_templates
from spplus_desk.central.importer.reading import MAX_FIELD, look_at
from spplus_desk.central.importer.vocabulary import REQUIRED_EXPERIENCE, channels_of, experience_fields, fold
from spplus_desk.domain.errors import BadInput
from tests.helpers.typography import faults
from tests.importer.conftest import FILES

HEADER = "ID expérience;Titre;Description;Date de publication;Intitulé structure 1"
ROW = "{};Un titre;Un texte;2025-07-02T08:00:00;Caf de l’Écluse"


def refused(engine: Engine, path: Path) -> str:
    with pytest.raises(BadInput) as caught:
        import_experiences(engine, path)
    sentence = caught.value.sentence
    assert faults(sentence.replace(path.name, "fichier")) == []
    assert sentence.endswith(".")
    return sentence


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "est vide"),
        (b"\xef\xbb\xbf \r\n\r\n", "est vide"),
        (b"PK\x03\x04\x14\x00\x06\x00", "classeur"),
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "image"),
        (bytes(range(256)) * 40, "pas du texte"),
        (b"Bonjour, ceci est une lettre.\nSans colonnes.\n", "aucune colonne connue"),
        (HEADER.replace(";", "\t").encode() + b"\n1\t2\t3\t4\t5\n", "tabulation"),
        (HEADER.replace(";", "|").encode() + b"\n1|2|3|4|5\n", "barre verticale"),
        ("ID expérience;Titre\n1;2\n".encode(), "« Description »"),
        (b"Titre;Description;Date de publication\na;b;2025-01-01\n", "« ID expérience »"),
        ("ID expérience;Titre;Description\n1;a;b\n".encode(), "« Date de publication »"),
        ((HEADER + "\n" + "1,a,b,c,d\n" * 5).encode(), "séparateur"),
        ((HEADER + "\n" + "1;a;b;2025-01-01;d\n" + "1,a,b,c,d\n" * 3).encode(), "2 lignes sur 3"),
        (b"x" * 400_000, "pas du texte"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_in_one_sentence(
    known: Engine, tmp_path: Path, content: bytes, said: str
) -> None:
    path = tmp_path / "export.csv"
    path.write_bytes(content)
    assert said.replace(" ", "\u00a0") in refused(known, path).replace(" ", "\u00a0")


def test_a_path_that_is_no_file(known: Engine, tmp_path: Path) -> None:
    assert "n’existe pas" in refused(known, tmp_path / "absent.csv")
    assert "dossier" in refused(known, tmp_path)


def test_a_truncated_file_gives_what_is_whole(known: Engine, written: Callable[..., Path]) -> None:
    counts = import_experiences(known, written(HEADER, ROW.format(1), ROW.format(2), "3;Un titre;Un te"))
    assert (counts.added, counts.skipped, counts.truncated) == (2, 1, True)
    assert counts.reasons == {"ligne coupée à la fin du fichier": 1}


def test_a_file_cut_inside_quotes_gives_what_is_whole(known: Engine, written: Callable[..., Path]) -> None:
    path = written(HEADER, ROW.format(1), '2;Un titre;"Un texte\nsur deux lignes;2025')
    counts = import_experiences(known, path)
    assert (counts.added, counts.skipped, counts.truncated) == (1, 1, True)


def test_a_quote_that_never_closes_does_not_eat_the_memory(known: Engine, tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    lost = '2;Un titre;"jamais refermé'
    filler = "\n".join(["x" * 99] * (MAX_FIELD // 100 + 2))
    path.write_text("\n".join([HEADER, ROW.format(1), lost, filler, ROW.format(9)]) + "\n", encoding="utf-8")
    counts = import_experiences(known, path)
    assert counts.added == 2
    assert not counts.truncated
    assert counts.reasons["guillemet jamais refermé"] == 1


def test_old_windows_files_keep_their_accents(known: Engine, written: Callable[..., Path]) -> None:
    path = written(HEADER, ROW.format(1).replace("Un texte", "L’été à Orléans, 10 €"), encoding="cp1252")
    layout = look_at(path, experience_fields, REQUIRED_EXPERIENCE)
    assert layout.encoding == "cp1252"
    assert import_experiences(known, path).added == 1


def test_one_broken_byte_does_not_spoil_the_other_accents(known: Engine, tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    rows = "\n".join([HEADER, ROW.format(1), ROW.format(2)]).encode() + b"\n3;Un \xe9t\xe9;x;2025-07-02T08:00:00;Caf\n"
    path.write_bytes(rows)
    assert look_at(path, experience_fields, REQUIRED_EXPERIENCE).encoding == "utf-8-sig"
    assert import_experiences(known, path).added == 3


def test_spreadsheet_unicode_text(known: Engine, written: Callable[..., Path]) -> None:
    assert import_experiences(known, written(HEADER, ROW.format(1), encoding="utf-16")).added == 1


def test_nul_emoji_right_to_left_and_8000_characters(known: Engine, written: Callable[..., Path]) -> None:
    long = "mot " * 2_000
    row = f"1;Titre\x00 🙂;{long}مرحبا;2025-07-02T08:00:00;Caf de l’Écluse"
    assert import_experiences(known, written(HEADER, row)).added == 1


def test_a_header_alone_is_an_empty_export(known: Engine, written: Callable[..., Path]) -> None:
    counts = import_experiences(known, written(HEADER))
    assert (counts.read, counts.added) == (0, 0)


def test_the_command_line_tells_of_a_truncated_file_and_keeps_what_is_whole(
    known: Engine, written: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(HEADER, ROW.format(1), "2;Un titre;Un te")
    code = main(["import-experiences", str(path), "--database", known.url.render_as_string()])
    told = capsys.readouterr()
    counts = json.loads(told.out.splitlines()[-1])
    assert (code, counts["added"], counts["skipped"]) == (5, 1, 1)
    assert "coupé" in told.err
    assert faults(told.err.splitlines()[-1]) == []


def test_structures(known: Engine, tmp_path: Path) -> None:
    rejects = tmp_path / "rejets.csv"
    counts = import_structures(known, FILES / "structures.csv", rejects_path=rejects)
    assert (counts.read, counts.added, counts.skipped) == (5, 3, 2)
    assert counts.reasons == {"pas de code SP+": 1, "code SP+ déjà lu dans ce fichier, la première ligne est gardée": 1}
    assert counts.notes == {
        "fuseau horaire inconnu, Europe/Paris est pris": 1,
        "structure parente absente, rattachée quand elle sera importée": 1,
    }
    again = import_structures(known, FILES / "structures.csv")
    assert (again.added, again.updated, again.unchanged) == (0, 0, 3)


def test_a_list_of_structures_without_our_columns_leaves_them_as_they_are(
    known: Engine, written: Callable[..., Path]
) -> None:
    import_structures(known, FILES / "structures.csv")
    path = written(
        "Code SP+ de la structure;Intitulé du réseau;Intitulé de la structure",
        "X-2;ESSAI;Musée du Sabot",
    )
    counts = import_structures(known, path)
    assert (counts.updated, counts.unchanged) == (0, 1)


def test_experiences_given_as_structures_are_refused(known: Engine) -> None:
    with pytest.raises(BadInput, match="Code SP"):
        import_structures(known, FILES / "open_data.csv")


def test_templates_that_are_none(known: Engine) -> None:
    for name in ("open_data.csv", "absent.json"):
        with pytest.raises(BadInput) as caught:
            import_templates(known, FILES / name, "T-0")
        assert name in caught.value.sentence
        assert faults(caught.value.sentence.replace(name, "fichier")) == []


def test_headers_and_channels_without_accents_case_or_punctuation() -> None:
    assert fold("Date de 1ère réponse") == fold("date_de_1ere_reponse") == "datede1erereponse"
    assert channels_of("telephone, TCHAT;E-Mail, Pigeon, Téléphone") == (
        "Téléphone",
        "Tchat (messagerie instantanée)",
        "E-mail",
        "Pigeon",
    )

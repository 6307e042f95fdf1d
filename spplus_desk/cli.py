"""spplus-desk: the window, and the same desk without one for administrators, scripts and outside checks.

Errors are one sentence on standard error; results are JSON on standard output. Ends with 0 done, 2 wrong usage,
3 unreachable, 4 sign-in needed or refused, 5 a text or file that cannot be used, 1 anything else.
"""

import argparse
import gc
import getpass
import json
import logging
import os
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from spplus_desk import __version__
from spplus_desk.domain.errors import (
    BadCredentials,
    BadInput,
    CacheLocked,
    KnownError,
    NotCentral,
    SessionExpired,
    Unreachable,
)
from spplus_desk.domain.values import Value, names
from spplus_desk.settings import Settings, SettingsError, default_file

if TYPE_CHECKING:
    from spplus_desk.services.headless import Headless

DONE, OTHER, USAGE, UNREACHABLE, SIGN_IN, BAD_INPUT = 0, 1, 2, 3, 4, 5

_log = logging.getLogger(__name__)

_CODES = {
    "bad_address": USAGE,
    "bad_ca_bundle": USAGE,
    "wrong_profile": USAGE,
    "ambiguous_structure": USAGE,
    "empty_body": BAD_INPUT,
    "too_long": BAD_INPUT,
    "blanks_left": BAD_INPUT,
}
_EPILOG = (
    "Fins\u00a0: 0 fait, 2 mauvais usage, 3 serveur injoignable, 4 connexion nécessaire ou refusée, "
    "5 texte ou fichier inutilisable, 1 autre."
)
_BUG = "Un problème imprévu a arrêté le programme. Rien n’est perdu. Il est noté dans le journal du profil."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code. The console script and `python -m spplus_desk` give it to the system."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        code = _run(_parser().parse_args(arguments))
        sys.stdout.flush()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else OTHER
    except SettingsError as error:
        return _fail(str(error), BAD_INPUT if error.from_file else USAGE)
    except KnownError as error:
        return _fail(error.sentence, exit_code(error))
    except BrokenPipeError:
        # Whoever read our output has enough of it; Python would complain once more when it flushes at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OTHER
    except KeyboardInterrupt:
        return _fail("Interrompu. Ce qui était enregistré le reste.", OTHER)
    except Exception:
        _log.exception("ended by a bug")
        return _fail(_BUG, OTHER)
    return code


def exit_code(error: KnownError) -> int:
    """The exit code of a known error, as the contract gives them."""
    if error.code in _CODES:
        return _CODES[error.code]
    if isinstance(error, Unreachable | NotCentral):
        return UNREACHABLE
    if isinstance(error, BadCredentials | SessionExpired | CacheLocked):
        return SIGN_IN
    return BAD_INPUT if isinstance(error, BadInput) else OTHER


def _run(given: argparse.Namespace) -> int:
    if given.command == "spell":
        from spplus_desk.services.spelling.engine import serve

        serve(sys.stdin.buffer, sys.stdout.buffer)
        return DONE
    settings = Settings.load(
        file=given.settings or default_file(), environment=os.environ, arguments={"log_level": given.log_level}
    )
    if given.command is None:
        gc.disable()  # `ui.interpreter.Collector` takes over
        # Qt and all the panes: not for those who only queue a reply.
        from spplus_desk.ui.first_import import import_qt

        import_qt()
        from spplus_desk.app import run_window

        return run_window(settings, demo=given.demo, tour=given.tour, profile=given.window_profile)
    if given.command == "guard":
        return _guard(given)
    if given.command == "why-date":
        # No profile, no log: a question on standard input, an answer on standard output.
        return _why_date(lines=given.jsonl)
    from spplus_desk.services.logfile import close_log, open_log

    handler = open_log(_folder(given.profile) / "log", settings.log_level)
    try:
        run = {
            "sync": _sync,
            "reply": _reply,
            "outbox": _outbox,
            "stats": _stats,
            "recount": _recount,
            "export": _export,
        }[given.command]
        return run(given, settings)
    except KnownError as error:
        _log.warning("%s ended: %s (%s)", given.command, error.code, error.detail)
        raise
    except Exception:
        _log.exception("%s ended by a bug", given.command)
        return _fail(_BUG, OTHER)
    finally:
        close_log(handler)


def _sync(given: argparse.Namespace, settings: Settings) -> int:
    desk = _headless(given.profile, settings)
    password = _password()
    report = desk.sync(given.central, given.user, password, _progress)
    _print(_plain(report))
    return DONE


def _reply(given: argparse.Namespace, settings: Settings) -> int:
    text = _text()
    item = _headless(given.profile, settings).reply(given.experience, given.structure, text)
    _print({"id": item.command_id, "slot_id": item.slot_id, "state": item.state.value})
    return DONE


def _outbox(given: argparse.Namespace, settings: Settings) -> int:
    _print(
        [{name: _value(value) for name, value in item.items()} for item in _headless(given.profile, settings).outbox()]
    )
    return DONE


def _export(given: argparse.Namespace, settings: Settings) -> int:
    _print({"texts": _headless(given.profile, settings).export(given.file), "file": str(given.file)})
    return DONE


def _guard(given: argparse.Namespace) -> int:
    """No profile, no log: the texts are the caller's own and leave no trace here."""
    from spplus_desk.services.guarding import report, reports

    if given.jsonl:
        for answer in reports(sys.stdin.buffer):
            _print(answer)
            sys.stdout.flush()  # who feeds it line by line waits for each answer
    else:
        _print(report(_decoded(sys.stdin.buffer.read())))
    return DONE


def _why_date(*, lines: bool) -> int:
    """A case, or a case a line; a line that cannot be read has its sentence in its place, and the next ones go on."""
    from spplus_desk.domain.calendar import CountedDay
    from spplus_desk.domain.calendar.reading import Case
    from spplus_desk.services.why_date import answer
    from spplus_desk.ui.wording import calendars

    def reason(line: CountedDay, case: Case) -> str:
        return calendars.reason(line, case.published_at, case.calendar, date_only=case.published_on is not None)

    if not lines:
        _print(answer(sys.stdin.buffer.read(), reason))
        return DONE
    first_fault = ""
    for number, source in enumerate(sys.stdin.buffer, start=1):
        if not source.strip():
            continue
        try:
            _print(answer(source, reason))
        except KnownError as error:
            _print({"error": error.sentence})
            first_fault = first_fault or f"Ligne\u00a0{number}. {error.sentence}"
        sys.stdout.flush()  # who feeds it line by line waits for each answer
    return _fail(first_fault, BAD_INPUT) if first_fault else DONE


def _stats(given: argparse.Namespace, settings: Settings) -> int:
    from spplus_desk.services import stats_report
    from spplus_desk.services.headless import Paper
    from spplus_desk.services.paper.poster import Size

    papers = [Paper(given.pdf)] if given.pdf else []
    papers += [Paper(given.poster, Size(given.format))] if given.poster else []
    numbers = _headless(given.profile, settings).stats(given.first, given.last, given.structure, papers)
    if given.json:
        _print(stats_report.plain(numbers))
    else:
        written = [f"{'Affiche' if one.poster else 'Rapport'}\u00a0: {one.path}" for one in papers]
        print("\n".join([*stats_report.lines(numbers), *written]))
    return DONE


def _recount(given: argparse.Namespace, settings: Settings) -> int:
    """Ends with 1 when a sum is not what a full count finds."""
    from spplus_desk.services import stats_report

    found = _headless(given.profile, settings).recount()
    _print(stats_report.differences(found))
    return OTHER if found else DONE


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"«\u00a0{text}\u00a0» n’est pas une date, par exemple 2027-12-16") from error


def _headless(folder: Path, settings: Settings) -> "Headless":
    # Late: the parser and its help need none of what the desk is made of.
    import keyring

    from spplus_desk.services.headless import Headless
    from spplus_desk.services.transports import transport_factory

    return Headless(
        folder,
        keyring=keyring,
        passphrase=_passphrase(settings.passphrase_file),
        clock=lambda: datetime.now(UTC),
        transport_factory=transport_factory(settings),
        allow_http=settings.allow_http,
        retention=settings.retention,
    )


def _folder(folder: Path) -> Path:
    from spplus_desk.services.profiles import prepare

    prepare(folder)
    return folder


def _passphrase(file: Path | None) -> str | None:
    if file is None:
        return None
    try:
        found = file.read_text(encoding="utf-8").strip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise CacheLocked(
            "Le fichier de la phrase de passe ne peut pas être lu.", detail=type(error).__name__
        ) from error
    if not found:
        raise CacheLocked("Le fichier de la phrase de passe est vide.")
    return found


def _password() -> str:
    """The first line of standard input, or a prompt; never an argument, which others could read."""
    if sys.stdin.isatty():
        return getpass.getpass("Mot de passe\u00a0: ")
    found = sys.stdin.readline().rstrip("\r\n")
    if not found:
        raise BadCredentials("Aucun mot de passe sur l’entrée standard. Donnez-le sur sa première ligne.")
    return found


def _text() -> str:
    return _decoded(sys.stdin.buffer.read()).rstrip("\r\n")


def _decoded(given: bytes) -> str:
    try:
        return given.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput("Ce texte n’est pas en UTF-8. Convertissez-le, puis recommencez.") from error


def _progress(done: int, total: int) -> None:
    print(f"{done} sur {total}", file=sys.stderr)


def _plain(record: Value) -> dict[str, Any]:
    return {name: getattr(record, name) for name in names(record)}


def _value(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _print(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False))


def _fail(sentence: str, code: int) -> int:
    print(sentence, file=sys.stderr)
    return code


class _Parser(argparse.ArgumentParser):
    """argparse with one sentence for a mistake, and French help."""

    def __init__(self, **values: Any) -> None:
        super().__init__(**values, add_help=False, epilog=_EPILOG, allow_abbrev=False)
        self.add_argument("-h", "--help", action="help", help="montrer cette aide et finir")

    def error(self, message: str) -> NoReturn:
        self.exit(USAGE, f"Arguments incorrects ({message}). Voyez : {self.prog} --help\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="spplus-desk", description="SP+ Desk\u00a0: répondre aux expériences de Services Publics +.")
    parser.add_argument("--version", action="version", version=f"spplus-desk {__version__}")
    parser.add_argument("--settings", type=Path, metavar="FICHIER", help="fichier de réglages TOML")
    parser.add_argument("--log-level", metavar="NIVEAU", help="DEBUG, INFO, WARNING ou ERROR")
    parser.add_argument("--demo", action="store_true", help="ouvrir la démonstration, données inventées")
    parser.add_argument(
        "--tour", type=Path, metavar="DOSSIER", help="jouer la démonstration seule, images dans DOSSIER"
    )
    parser.add_argument(
        "--profile", dest="window_profile", type=Path, metavar="DOSSIER", help="ouvrir la fenêtre sur ce profil"
    )
    commands = parser.add_subparsers(dest="command", metavar="commande", parser_class=_Parser)
    sync = commands.add_parser("sync", help="synchroniser une fois\u00a0; mot de passe sur l’entrée standard")
    sync.add_argument("--central", metavar="URL", help="adresse du serveur (la première fois)")
    sync.add_argument("--user", metavar="NOM", help="identifiant (la première fois)")
    reply = commands.add_parser("reply", help="mettre en file une réponse lue sur l’entrée standard")
    reply.add_argument("experience", metavar="EXPERIENCE", help="numéro de l’expérience")
    reply.add_argument("--structure", metavar="CODE", help="structure qui répond, s’il y en a plusieurs")
    outbox = commands.add_parser("outbox", help="montrer les envois, en JSON")
    commands.add_parser("spell")  # the window's own helper (`services.spelling.child`): not in the list of commands
    guard = commands.add_parser("guard", help="chercher les données personnelles d’un texte lu sur l’entrée standard")
    guard.add_argument("--jsonl", action="store_true", help='un objet {"id", "text"} par ligne, une réponse par ligne')
    why = commands.add_parser("why-date", help="expliquer les deux échéances d’un cas lu en JSON sur l’entrée standard")
    why.add_argument("--jsonl", action="store_true", help="un cas par ligne, une réponse par ligne")
    stats = commands.add_parser("stats", help="donner les chiffres d’une période")
    stats.add_argument("--from", dest="first", type=_day, required=True, metavar="DATE", help="premier jour")
    stats.add_argument("--to", dest="last", type=_day, required=True, metavar="DATE", help="dernier jour, compris")
    stats.add_argument("--structure", metavar="CODE", help="une structure de votre périmètre (par défaut la vôtre)")
    stats.add_argument("--json", action="store_true", help="en JSON, définitions comprises")
    stats.add_argument("--pdf", type=Path, metavar="FICHIER", help="écrire aussi le rapport, en PDF")
    stats.add_argument("--poster", type=Path, metavar="FICHIER", help="écrire aussi l’affiche, en PDF")
    stats.add_argument("--format", choices=("a4", "a3"), default="a4", help="format de l’affiche (par défaut a4)")
    recount = commands.add_parser("recount", help="comparer les chiffres gardés à un recomptage complet, en JSON")
    export = commands.add_parser(
        "export", help="écrire les textes non envoyés d’un profil, ou d’un dossier mis de côté, dans un fichier"
    )
    export.add_argument("file", type=Path, metavar="FICHIER", help="fichier de texte à écrire")
    for command in (sync, reply, outbox, stats, recount, export):
        command.add_argument("--profile", type=Path, required=True, metavar="DOSSIER", help="dossier du profil")
    return parser


if __name__ == "__main__":
    sys.exit(main())

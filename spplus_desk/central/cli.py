"""`spplus-central`: the central's commands. Errors in one sentence on standard error, results as JSON on standard
output, exit codes for scripts: 0 done, 1 anything else, 2 wrong usage, 3 unreachable, 4 refused, 5 bad input file."""

import argparse
import getpass
import json
import logging
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from spplus_desk import __version__
from spplus_desk.domain.errors import BadInput, KnownError
from spplus_desk.domain.vocabulary import Role
from spplus_desk.log_format import TypesOnly

DONE, ANYTHING_ELSE, WRONG_USAGE, UNREACHABLE, REFUSED, BAD_FILE = range(6)
DEFAULT_DATABASE = "sqlite:///spplus-central.db"

_TRUNCATED = (
    "Le fichier est coupé\u00a0: sa dernière ligne n’est pas entière. Les lignes entières sont importées, l’autre est "
    "dans le fichier des lignes écartées. Récupérez le fichier complet et importez-le de nouveau."
)


class _UsageError(Exception):
    """Arguments that cannot be; the sentence is for whoever typed them."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(WRONG_USAGE, f"{self.prog}\u00a0: usage incorrect ({message}). Voir --help.\n")


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    handler = logging.StreamHandler()
    handler.setFormatter(TypesOnly("%(levelname)s %(message)s"))
    logging.basicConfig(level=logging.INFO if options.verbose else logging.WARNING, handlers=[handler])
    # Imported late: --help and usage errors answer at once.
    from sqlalchemy.exc import DBAPIError, OperationalError

    try:
        result: dict[str, Any] | None = options.run(options)
    except _UsageError as error:
        return _fail(str(error), WRONG_USAGE)
    except BadInput as error:
        return _fail(error.sentence, BAD_FILE if hasattr(options, "file") else WRONG_USAGE)
    except KnownError as error:
        return _fail(error.sentence, ANYTHING_ELSE)
    except OperationalError as error:
        return _fail(f"La base de données ne répond pas\u00a0: {_first_line(error.orig)}.", UNREACHABLE)
    except (OSError, DBAPIError) as error:
        return _fail(f"L’opération n’a pas abouti\u00a0: {_first_line(error)}.", ANYTHING_ELSE)
    except KeyboardInterrupt:
        return _fail("Interrompu.", ANYTHING_ELSE)
    if result is not None:
        print(json.dumps(result, ensure_ascii=False), flush=True)
        if result.get("truncated"):
            return _fail(_TRUNCATED, BAD_FILE)
    return DONE


def _parser() -> argparse.ArgumentParser:
    shared = _Parser(add_help=False)
    shared.add_argument(
        "--database",
        metavar="URL",
        default=os.environ.get("SPPLUS_DATABASE") or DEFAULT_DATABASE,
        help="sqlite:///chemin ou postgresql+psycopg://… (SPPLUS_DATABASE\u00a0; %(default)s)",
    )
    shared.add_argument("--verbose", action="store_true", help="dire aussi ce qui se passe bien")
    parser = _Parser(prog="spplus-central", description="Le serveur central de SP+ Desk.")
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    commands = parser.add_subparsers(title="commandes", metavar="COMMANDE", required=True, parser_class=_Parser)

    def command(name: str, run: Any, help: str) -> argparse.ArgumentParser:
        made: argparse.ArgumentParser = commands.add_parser(name, parents=[shared], help=help, description=help)
        made.set_defaults(run=run)
        return made

    command("init", _init, "créer la base, ou la mettre à jour")
    serve = command("serve", _serve, "servir les postes (met la base à jour d’abord)")
    serve.add_argument("--host", default="127.0.0.1", help="adresse d’écoute (%(default)s)")
    serve.add_argument("--port", type=int, default=8460, help="port d’écoute, 0 pour un port libre (%(default)s)")
    for name, run, help in (
        ("import-structures", _import_structures, "importer la liste des structures"),
        (
            "import-experiences",
            _import_experiences,
            "importer des expériences (données ouvertes, export d’agent, 2023)",
        ),
        ("import-templates", _import_templates, "proposer des modèles de réponse"),
    ):
        made = command(name, run, help)
        made.add_argument("file", metavar="FICHIER", type=Path)
        if name != "import-templates":
            made.add_argument("--rejects", type=Path, help="fichier des lignes écartées (FICHIER.rejects.csv)")
        if name == "import-experiences":
            made.add_argument(
                "--rebase-dates", action="store_true", help="ramener la publication la plus récente à ce jour"
            )
        if name == "import-templates":
            made.add_argument("--structure", metavar="CODE", help="structure qui les propose (les têtes de réseau)")
    agent = command("add-agent", _add_agent, "créer un agent, ou changer son mot de passe et ses postes")
    agent.add_argument("username", metavar="IDENTIFIANT")
    agent.add_argument("--name", required=True, help="nom affiché")
    agent.add_argument("--structure", required=True, metavar="CODE")
    agent.add_argument("--role", required=True, choices=[role.value for role in Role])
    agent.add_argument("--password-stdin", action="store_true", help="lire le mot de passe sur l’entrée standard")
    revoke = command(
        "revoke-agent", _revoke_agent, "retirer tout accès à un agent\u00a0; ses postes effacent leurs données"
    )
    revoke.add_argument("username", metavar="IDENTIFIANT")
    cases = command("keep-cases", _keep_cases, "fixer le nombre de réponses publiées proposées comme cas proches")
    cases.add_argument("number", metavar="NOMBRE", type=int, help="par réseau, 0 pour aucune (5\u00a0000 sans réglage)")
    audit = command("export-audit", _export_audit, "écrire le journal, une ligne JSON par acte")
    audit.add_argument("--output", type=Path, help="fichier à écrire (la sortie standard)")
    return parser


def _engine(options: argparse.Namespace) -> Any:
    """The database of the command, its schema up to date."""
    from spplus_desk.central.repository import migrate, open_engine

    try:
        engine = open_engine(options.database)
    except BadInput as error:
        raise _UsageError(error.sentence) from error
    migrate(engine)
    return engine


def _init(options: argparse.Namespace) -> dict[str, Any]:
    engine = _engine(options)
    engine.dispose()
    return {"database": engine.dialect.name, "schema": "up to date"}


def _serve(options: argparse.Namespace) -> None:
    from spplus_desk.central.server import serve

    def started(url: str) -> None:
        print(json.dumps({"url": url}), flush=True)

    def stop(_number: int, _frame: object) -> None:
        raise KeyboardInterrupt

    engine = _engine(options)
    try:
        signal.signal(signal.SIGTERM, stop)  # before uvicorn's own are in place, and after they are gone
        serve(engine, options.host, options.port, started)
    finally:
        engine.dispose()


def _import_structures(options: argparse.Namespace) -> dict[str, Any]:
    from spplus_desk.central import importer

    engine = _engine(options)
    try:
        return importer.import_structures(engine, options.file, _Progress(), rejects_path=_rejects(options)).as_json()
    finally:
        engine.dispose()


def _import_experiences(options: argparse.Namespace) -> dict[str, Any]:
    from spplus_desk.central import importer

    engine = _engine(options)
    try:
        return importer.import_experiences(
            engine,
            options.file,
            rebase_dates=options.rebase_dates,
            progress=_Progress(),
            rejects_path=_rejects(options),
        ).as_json()
    finally:
        engine.dispose()


def _import_templates(options: argparse.Namespace) -> dict[str, Any]:
    from spplus_desk.central import importer

    engine = _engine(options)
    try:
        return importer.import_templates(engine, options.file, options.structure).as_json()
    finally:
        engine.dispose()


def _rejects(options: argparse.Namespace) -> Path:
    given: Path | None = options.rejects
    file: Path = options.file
    return given or file.with_name(f"{file.name}.rejects.csv")


def _add_agent(options: argparse.Namespace) -> dict[str, Any]:
    from spplus_desk.central.repository import add_agent, run_unit, utc_now
    from spplus_desk.domain.structure import Membership

    password = _read_password(options.password_stdin)
    engine = _engine(options)
    post = Membership(options.structure, Role(options.role))
    try:
        agent_id = run_unit(
            engine,
            utc_now,
            lambda unit: add_agent(
                unit, username=options.username, name=options.name, password=password, posts=(post,)
            ),
        )
    finally:
        engine.dispose()
    return {"id": agent_id, "username": options.username.strip().casefold()}


def _revoke_agent(options: argparse.Namespace) -> dict[str, Any]:
    from spplus_desk.central.repository import revoke_agent, run_unit, utc_now

    engine = _engine(options)
    try:
        agent_id = run_unit(engine, utc_now, lambda unit: revoke_agent(unit, options.username))
    finally:
        engine.dispose()
    return {"id": agent_id, "username": options.username.strip().casefold(), "revoked": True}


def _keep_cases(options: argparse.Namespace) -> dict[str, Any]:
    from spplus_desk.central.repository import keep, refresh_cases, run_unit, utc_now

    engine = _engine(options)
    try:
        run_unit(engine, utc_now, lambda unit: keep(unit, options.number))
        return {"kept": options.number, "cases": refresh_cases(engine, utc_now)}
    finally:
        engine.dispose()


def _read_password(from_stdin: bool) -> str:
    """Never from the command line, where other users of the machine could read it."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise _UsageError("Le mot de passe se donne avec --password-stdin, ou à l’invite d’un terminal.")
    first = getpass.getpass("Mot de passe\u00a0: ")
    if getpass.getpass("Encore une fois\u00a0: ") != first:
        raise _UsageError("Les deux mots de passe ne sont pas les mêmes.")
    return first


def _export_audit(options: argparse.Namespace) -> dict[str, Any] | None:
    from spplus_desk.central.audit import lines

    engine = _engine(options)
    count = 0
    try:
        if options.output is None:
            for line in lines(engine):
                print(line)
            return None
        with options.output.open("w", encoding="utf-8") as file:
            for line in lines(engine):
                file.write(line + "\n")
                count += 1
    finally:
        engine.dispose()
    return {"lines": count, "output": str(options.output)}


class _Progress:
    """Tells on standard error how much of the file is read, each time one more percent is."""

    def __init__(self) -> None:
        self._last = -1

    def __call__(self, done: int, total: int) -> None:
        percent = 100 if total <= 0 else min(100, done * 100 // total)
        if percent == self._last or not sys.stderr.isatty():
            return
        self._last = percent
        end = "\n" if percent == 100 else ""
        print(f"\rLecture\u00a0: {percent}\u00a0%", end=end, file=sys.stderr, flush=True)


def _fail(sentence: str, code: int) -> int:
    print(sentence, file=sys.stderr)
    return code


def _first_line(error: object) -> str:
    return (str(error).strip().splitlines() or ["?"])[0].rstrip(".")


if __name__ == "__main__":
    raise SystemExit(main())

"""Writing a file that the agent asked for."""

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

from spplus_desk.domain.errors import StorageFault
from spplus_desk.services import background


def written(write: Callable[[], None], path: Path) -> Future[Path]:
    """On a thread of its own: a share on a slow line must not hold the window. Raises (in it) StorageFault."""

    def job() -> Path:
        try:
            write()
        except OSError as error:
            raise StorageFault(
                "Le fichier n’a pas pu être écrit. S’il est ouvert dans un autre programme, fermez-le, ou choisissez "
                "un autre dossier.",
                code="export_failed",
                detail=str(error),
            ) from error
        return path

    return background.run(job, "export")

"""Writing a file that the agent asked for: whole, or not at all, and in words where it cannot be."""

import errno
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

from spplus_desk.domain.errors import StorageFault
from spplus_desk.services import background

_SENTENCES = {
    (errno.ENOSPC, errno.EDQUOT): "Le disque est plein, le fichier n’a pas été écrit. Libérez de la place, ou "
    "choisissez un autre emplacement.",
    (errno.ENOENT, errno.ENOTDIR): "Ce dossier n’existe plus, le fichier n’a pas été écrit. Choisissez-en un autre.",
    (errno.EROFS,): "Ce dossier est en lecture seule, le fichier n’a pas été écrit. Choisissez-en un autre.",
    (errno.EISDIR,): "Un dossier porte déjà ce nom, le fichier n’a pas été écrit. Choisissez un autre nom.",
    (errno.ENAMETOOLONG,): "Ce nom est trop long, le fichier n’a pas été écrit. Choisissez un nom plus court.",
}
_OTHERWISE = (
    "Le fichier n’a pas pu être écrit. S’il est ouvert dans un autre programme, fermez-le, ou choisissez un autre "
    "dossier."
)


def written(write: Callable[[Path], None], path: Path) -> Future[Path]:
    """On a thread of its own: a share on a slow line must not hold the window. Raises (in it) StorageFault.

    `write` is given a file beside `path`, which takes its place at the end: a disk that is full in the middle leaves
    neither half a file, nor less than there was before.
    """

    def job() -> Path:
        if path.exists() and not path.is_file():  # a device or a pipe has no place to take; a folder says so itself
            return _told(write, path)
        part = path.with_name(f"{path.name}.part")
        try:
            _told(write, part)
            _told(part.replace, path)
        finally:
            _remove(part)
        return path

    return background.run(job, "export")


def _told(act: Callable[[Path], object], path: Path) -> Path:
    try:
        act(path)
    except OSError as error:
        raise StorageFault(_sentence(error), code="export_failed", detail=str(error)) from error
    return path


def _sentence(error: OSError) -> str:
    return next((told for numbers, told in _SENTENCES.items() if error.errno in numbers), _OTHERWISE)


def _remove(part: Path) -> None:
    try:
        part.unlink(missing_ok=True)
    except OSError:
        return  # its folder is gone, or is no folder

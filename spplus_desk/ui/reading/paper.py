"""An experience on paper: a PDF that the system's viewer opens. Internal comments are left out unless asked for."""

import tempfile
from datetime import datetime
from html import escape
from pathlib import Path

from PySide6.QtCore import QMarginsF, QObject, QUrl
from PySide6.QtGui import QDesktopServices, QPageLayout, QPageSize, QPdfWriter, QTextDocument

from spplus_desk.domain.inbox import ExperienceDetail
from spplus_desk.domain.spacing import repaired
from spplus_desk.ui import wording
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.theme.tokens import TOKENS

_DPI = 144
_QUIET = "text-3"


class Paper(QObject):
    """The files live in a folder of their own, and go with the window: no text of a citizen stays on the computer."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._number = 0

    def write(self, detail: ExperienceDetail, now: datetime, *, comments: bool) -> Path:
        """The PDF of one experience. Raises OSError where the folder cannot be written."""
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="spplus-desk-", ignore_cleanup_errors=True)
            self.destroyed.connect(self._folder.cleanup)
        self._number += 1
        path = Path(self._folder.name) / f"experience-{self._number}.pdf"
        writer = QPdfWriter(str(path))
        writer.setResolution(_DPI)
        writer.setTitle(detail.experience.title)
        writer.setCreator("SP+ Desk")
        margins = QMarginsF(20, 18, 20, 18)
        writer.setPageLayout(
            QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, margins,
                        QPageLayout.Unit.Millimeter)
        )  # fmt: skip
        document = QTextDocument()
        font = self._theme.font(Role.UI)
        font.setPointSizeF(10.5)
        document.setDefaultFont(font)
        document.setHtml(as_html(detail, now, comments=comments))
        document.print_(writer)
        if not path.exists() or not path.stat().st_size:
            raise OSError(f"nothing was written to {path.name}")
        return path

    def open(self, path: Path) -> bool:
        """False where the system has no viewer for it."""
        return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def as_html(detail: ExperienceDetail, now: datetime, *, comments: bool) -> str:
    """The page, every text escaped: nothing of a citizen's is read as HTML."""
    experience, zone = detail.experience, detail.row.timezone
    published = wording.published_line(detail.row.published_at, now, zone, date_only=detail.row.date_only)
    head = [experience.pseudonym, wording.sentiment_name(experience.sentiment), published]
    facts = [
        ("Numéro", experience.id),
        ("Démarche", ", ".join(experience.procedures)),
        ("Canaux", ", ".join(wording.channel_name(channel) for channel in detail.slot.channels)),
        ("Structures concernées", ", ".join(slot.structure_name or slot.structure_id for slot in detail.slots)),
        ("Étiquettes métier", ", ".join(detail.slot.business_tags)),
    ]
    parts = [
        f"<h2>{escape(experience.title)}</h2>",
        _quiet(", ".join(part for part in head if part)),
        _paragraphs(repaired(experience.body)),
        *(f"<p><b>{escape(name)}\u00a0:</b> {escape(value)}</p>" for name, value in facts if value),
    ]
    names = {slot.structure_id: slot.structure_name or slot.structure_id for slot in detail.slots}
    for reply in (*((detail.reply,) if detail.reply else ()), *detail.other_replies):
        parts.append(f"<h3>Réponse, {escape(names.get(reply.structure_id, ''))}</h3>")
        lines = (reply.greeting, reply.body, reply.closing, reply.signature)
        parts.append(_paragraphs("\n\n".join(line for line in lines if line.strip())))
    if comments and detail.comments:
        parts.append("<h3>Commentaires internes</h3>")
        parts.append(_quiet("Lus par la DITP et les structures concernées. À ne pas diffuser."))
        for comment in detail.comments:
            when = wording.full_date(comment.created_at, now, zone)
            parts.append(f"<p><b>{escape(comment.author_name or comment.author)}</b>, {escape(when)}</p>")
            parts.append(_paragraphs(comment.body))
    parts.append(_quiet(f"Imprimé par SP+ Desk le {wording.full_date(now, now, zone)}."))
    return "".join(parts)


def _quiet(text: str) -> str:
    return f'<p style="color:{TOKENS[_QUIET][False]}">{escape(text)}</p>'


def _paragraphs(text: str) -> str:
    blocks = [block for block in text.split("\n\n") if block.strip()]
    return "".join(f"<p>{escape(block.strip()).replace(chr(10), '<br>')}</p>" for block in blocks)

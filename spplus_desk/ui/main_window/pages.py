"""The pages of the window, each declared once. To add one: write its maker, add its line to PAGES.

Panes are imported by their makers: what is never visited is never loaded.
"""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from spplus_desk.domain.inbox import View
from spplus_desk.ui import wording
from spplus_desk.ui.commands import Command, ctrl_digit
from spplus_desk.ui.main_window.page import Kind, Page, Surroundings
from spplus_desk.ui.main_window.page_commands import (
    CONFLICT_COMMANDS,
    DASHBOARD_COMMANDS,
    GUIDE_COMMANDS,
    INBOX_COMMANDS,
    OUTBOX_COMMANDS,
    POSTER_COMMANDS,
    REPLY_COMMANDS,
    REVIEW_COMMANDS,
    SEARCH_COMMANDS,
    TEMPLATES_COMMANDS,
)
from spplus_desk.ui.notices.toasts import Notice, done
from spplus_desk.ui.rail.entries import OWN, SEARCHES, RailEntry, view_entry

if TYPE_CHECKING:
    from spplus_desk.services.preferences import Preferences


def _inbox(around: Surroundings) -> QWidget:
    from spplus_desk.ui.main_window.inbox_page import InboxPage

    desk = around.desk
    page = InboxPage(around.theme, desk, around.tasks, around.clock)
    page.write_wanted.connect(around.router.write)
    page.hours_wanted.connect(around.router.show_hours)
    page.review_wanted.connect(around.router.review)
    page.reading.told.connect(lambda text, back: around.router.tell(done(text, back)))
    around.preferences.changed.connect(lambda chosen: page.show_letters(chosen.letters))
    page.show_letters(around.preferences.current.letters)
    around.remember(page.splitter, "inbox", 1)
    page.inbox.sites.want(around.preferences.current.site)
    page.inbox.sites.chosen.connect(lambda value: around.preferences.set(site=value))
    if page.inbox.selecting is not None:
        page.inbox.selecting.told.connect(lambda text, back: around.router.tell(done(text, back)))
    if page.inbox.own is not None:
        page.inbox.own.wanted.connect(lambda id: around.router.go(f"{OWN}{id}"))
        page.inbox.own.told.connect(lambda text, back: around.router.tell(done(text, back)))
    return page


def _dashboard(around: Surroundings) -> QWidget:
    from spplus_desk.ui.dashboard.pane import DashboardPane

    pane = DashboardPane(around.theme, around.desk, around.tasks, around.clock, around.parent, ahead=around.ahead)
    pane.read_wanted.connect(around.router.read)
    pane.exported.connect(lambda text: around.router.tell(Notice(text, "success")))
    pane.poster_wanted.connect(around.router.show_poster)
    expected = pane.board.today.expected
    expected.absences_wanted.connect(lambda: around.router.go("absences"))
    expected.changes_wanted.connect(around.router.show_changes)
    expected.templates_wanted.connect(around.router.show_due_templates)
    expected.improvements_wanted.connect(lambda: around.router.show_list(around.desk.day.improvements()))
    return pane


def _poster(around: Surroundings) -> QWidget:
    from spplus_desk.ui.paper.page import PosterPage

    page = PosterPage(around.theme, around.desk, around.tasks)
    page.told.connect(lambda text: around.router.tell(Notice(text, "success")))
    return page


def _templates(around: Surroundings) -> QWidget:
    from spplus_desk.ui.templates.pane import TemplatesPane

    pane = TemplatesPane(around.theme, around.desk, around.tasks, around.clock)
    pane.insert_wanted.connect(around.router.write_from)
    pane.told.connect(lambda text: around.router.tell(Notice(text)))
    around.remember(pane.view.splitter, "templates", 1)
    return pane


def _outbox(around: Surroundings) -> QWidget:
    from spplus_desk.ui.outbox.pane import OutboxPane

    pane = OutboxPane(around.theme, around.desk, around.tasks, around.clock)
    pane.open_draft.connect(around.router.write)
    pane.open_conflict.connect(around.router.compare)
    pane.read_wanted.connect(around.router.read)
    around.remember(pane.view.splitter, "outbox", 0)
    return pane


def _reply(around: Surroundings) -> QWidget:
    from spplus_desk.ui.reply.habits import Habits
    from spplus_desk.ui.reply.pane import ReplyPane

    kept = around.preferences

    def habits() -> Habits:
        chosen = kept.current
        # The first reply of an agent is read back once, so that they know that it can be.
        return Habits(chosen.typography, chosen.spelling, chosen.read_back or not chosen.read_back_shown)

    pane = ReplyPane(
        around.theme,
        around.desk,
        around.tasks,
        around.clock,
        lambda: kept.current.hold,
        lambda: kept.current.quiet_advice,
        habits,
    )
    pane.read_back_shown.connect(lambda: kept.set(read_back_shown=True))
    pane.advice_silenced.connect(lambda kind: kept.set(quiet_advice=(*kept.current.quiet_advice, kind)))
    kept.changed.connect(lambda _chosen: pane.look_again())
    kept.changed.connect(lambda _chosen: pane.show_send_line())  # it says how long the hold is
    around.remember(pane.view.splitter, "reply", 1)
    return pane


def _conflict(around: Surroundings) -> QWidget:
    from spplus_desk.ui.conflict.pane import ConflictPane

    pane = ConflictPane(around.theme, around.desk, around.tasks, around.clock)
    pane.decided.connect(lambda text: around.router.tell(Notice(text, "success")))
    return pane


def _review(around: Surroundings) -> QWidget:
    from spplus_desk.ui.validation.pane import ReviewPane

    kept = around.preferences
    pane = ReviewPane(around.theme, around.desk, around.tasks, around.clock, lambda: kept.current.hold)
    pane.told.connect(lambda text, back: around.router.tell(done(text, back)))
    return pane


def _site_settings(around: Surroundings) -> QWidget:
    from spplus_desk.ui.site_settings.page import SiteSettingsPage

    page = SiteSettingsPage(
        around.theme, around.tasks, around.desk.site_settings, around.desk.service_lines, around.clock
    )
    page.told.connect(lambda text: around.router.tell(Notice(text, "success")))
    return page


def _absences(around: Surroundings) -> QWidget:
    from spplus_desk.ui.absences.page import AbsencePage

    page = AbsencePage(around.theme, around.tasks, around.desk.absences, around.clock)
    page.told.connect(lambda text, back: around.router.tell(done(text, back)))
    return page


def _settings(around: Surroundings) -> QWidget:
    from spplus_desk.ui.settings.page import SettingsPage
    from spplus_desk.ui.settings.security import Security
    from spplus_desk.ui.settings.support import SupportRow
    from spplus_desk.ui.widgets.buttons import Button

    kept = around.preferences
    security: Security | None = None
    # Not in the demonstration: its cache lives as long as it does.
    if around.desk.locking is not None and not around.demonstration:
        security = Security(around.theme, around.tasks, around.desk.locking)
        security.key_change_wanted.connect(around.router.key_change_wanted)
    page = SettingsPage(
        around.theme,
        log_file=around.log_file,
        can_lock=around.can_lock,
        retention_days=around.retention_days,
        support=SupportRow(
            around.theme,
            around.tasks,
            lambda path: around.desk.support.write_bundle(path, kept.current, around.log_file),
        ),
        security=security,
    )
    page.show_preferences(around.preferences.current)
    page.chosen.connect(lambda name, value: around.preferences.set(**{name: value}))
    around.preferences.changed.connect(page.show_preferences)
    site = Button(around.theme, page.tr("Horaires et réglages du site"), flush=True)
    site.setObjectName("setting_site")
    site.clicked.connect(lambda: around.router.go("site_settings"))
    page.add_section(page.tr("Site"), site)
    return page


def _search(around: Surroundings) -> QWidget:
    from spplus_desk.ui.search.page import SearchPage

    page = SearchPage(around.theme, around.desk, around.tasks, around.clock)
    page.read_wanted.connect(around.router.read)
    page.told.connect(lambda text: around.router.tell(Notice(text, "success")))
    around.remember(page.view.splitter, "search", 1)
    return page


def _sign_out(around: Surroundings) -> QWidget:
    from spplus_desk.ui.lock.sign_out import SignOutPage

    page = SignOutPage(around.theme, around.tasks, around.desk.outbox)
    page.confirmed.connect(around.router.signed_out)
    return page


def _help(around: Surroundings) -> QWidget:
    from spplus_desk.ui.main_window.help_page import HelpPage

    page = HelpPage(around.theme, around.commands)
    page.guide_wanted.connect(lambda: around.router.go("guide"))
    page.welcome_wanted.connect(around.router.welcome_wanted)

    def follow(chosen: "Preferences") -> None:
        page.show_letters(chosen.letters)

    around.preferences.changed.connect(follow)
    follow(around.preferences.current)
    return page


def _guide(around: Surroundings) -> QWidget:
    from spplus_desk.ui.guide.page import GuideView

    return GuideView(around.theme)


def _revoked(around: Surroundings) -> QWidget:
    from spplus_desk.ui.lock.revoked import RevokedPage

    page = RevokedPage(around.theme, around.tasks, around.desk.revocation)
    page.wiped.connect(around.router.wiped)
    return page


PAGES = (
    Page(
        "inbox",
        _inbox,
        rail=tuple(
            view_entry(view, wording.VIEW_NAMES[view], ctrl_digit(place)) for place, view in enumerate(View, start=1)
        ),
        commands=INBOX_COMMANDS,
        guide="premiers-pas.md",
    ),
    Page(
        "dashboard",
        _dashboard,
        rail=(RailEntry("dashboard", "Tableau de bord", "bar-chart-box-line", section=1, keys=ctrl_digit(8)),),
        commands=DASHBOARD_COMMANDS,
        guide="tableau-de-bord.md",
        loads=(
            "spplus_desk.ui.widgets.table",
            "spplus_desk.ui.dashboard.cards",
            "spplus_desk.ui.dashboard.breakdown",
            "spplus_desk.ui.dashboard.chart_card",
            "spplus_desk.ui.dashboard.figure_box",
            "spplus_desk.ui.dashboard.today",
            "spplus_desk.ui.widgets.charts.bars",
            "spplus_desk.ui.widgets.charts.line",
            "spplus_desk.ui.dashboard.board",
            "spplus_desk.ui.dashboard.header",
            "spplus_desk.ui.dashboard.list_page",
            "spplus_desk.ui.dashboard.pane",
        ),
        ahead=True,
    ),
    Page("poster", _poster, Kind.ASIDE, commands=POSTER_COMMANDS, guide="affiche.md"),
    Page(
        "templates",
        _templates,
        rail=(RailEntry("templates", "Modèles", "file-list-line", section=1, keys=ctrl_digit(9)),),
        commands=TEMPLATES_COMMANDS,
    ),
    Page(
        "outbox",
        _outbox,
        rail=(
            RailEntry(
                "outbox",
                "Envois",
                "send-plane-line",
                count=lambda counts: counts.outbox,
                counted=("envoi", "envois"),
                section=1,
                keys=ctrl_digit(0),
            ),
        ),
        commands=OUTBOX_COMMANDS,
        guide="envois.md",
    ),
    Page(
        "search",
        _search,
        Kind.ASIDE,
        opening=Command("search", "Rechercher", ("Ctrl+K",), "go"),
        commands=SEARCH_COMMANDS,
        guide="recherche.md",
        own_entries=SEARCHES,
    ),
    Page("reply", _reply, Kind.OVER, commands=REPLY_COMMANDS, folds_rail=True, guide="repondre.md"),
    Page("conflict", _conflict, Kind.OVER, commands=CONFLICT_COMMANDS, folds_rail=True, guide="envois.md"),
    Page("review", _review, Kind.OVER, commands=REVIEW_COMMANDS, folds_rail=True, guide="valider.md"),
    Page(
        "settings",
        _settings,
        Kind.ASIDE,
        opening=Command("settings", "Réglages", ("Ctrl+,",), "view", account=True),
        guide="reglages.md",
    ),
    Page(
        "site_settings",
        _site_settings,
        Kind.ASIDE,
        opening=Command("site_settings", "Horaires et réglages du site", (), "view", account=True),
    ),
    Page(
        "absences",
        _absences,
        Kind.ASIDE,
        opening=Command("absences", "Absences et relais", (), "view", account=True),
        guide="absence.md",
    ),
    Page(
        "sign_out",
        _sign_out,
        Kind.ASIDE,
        opening=Command("sign_out", "Se déconnecter", (), "view", account=True),
        guide="reglages.md",
    ),
    Page(
        "help",
        _help,
        Kind.ASIDE,
        opening=Command("help", "Raccourcis clavier", ("F1",), "help", account=True),
        guide="raccourcis.md",
    ),
    Page(
        "guide",
        _guide,
        Kind.ASIDE,
        opening=Command("guide", "Guide de l’agent", ("Shift+F1",), "help", account=True),
        commands=GUIDE_COMMANDS,
    ),
    Page("revoked", _revoked),
)
"""The first is the one that opens. One of the key « search » has its button at the top of the rail."""

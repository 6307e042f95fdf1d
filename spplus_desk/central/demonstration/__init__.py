"""Invented data for the demonstration: written by us, dated relative to the day, and stored by the real central."""

from spplus_desk.central.demonstration.events import colleague_answers, deposit
from spplus_desk.central.demonstration.seeding import Account, Seeded, accounts, seed

__all__ = ["Account", "Seeded", "accounts", "colleague_answers", "deposit", "seed"]

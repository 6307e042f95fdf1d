"""Advice on a reply before it is sent: it says why, it can be switched off by kind, it never blocks."""

from spplus_desk.domain.advice.advise import advise
from spplus_desk.domain.advice.model import Advice, AdviceKind, Earlier

__all__ = ["Advice", "AdviceKind", "Earlier", "advise"]

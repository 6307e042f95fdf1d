"""SP+ Desk: answer the experiences of Services Publics +, on-line or off."""

__version__ = "0.1.0"

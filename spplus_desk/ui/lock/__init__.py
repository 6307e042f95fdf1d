"""Leaving the computer: the lock screen, what locks by itself, and the way out of the account."""

"""Spelling in French, offline: Hunspell in a process of its own, and the words that people added to it."""

"""Envois: what became of each reply."""

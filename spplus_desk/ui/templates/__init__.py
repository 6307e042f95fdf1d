"""Modèles: the shelf of all libraries, and the form in which one is written."""

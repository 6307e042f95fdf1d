"""Alembic's scripts; a package, so that wheels and frozen programs carry them."""

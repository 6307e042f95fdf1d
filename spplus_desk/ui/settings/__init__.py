"""Réglages: what an agent chooses for themselves. rows (one choice each), about, page (layout), keeper (applies)."""

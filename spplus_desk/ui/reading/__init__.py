"""The reading pane: one experience, what was said of it, and its properties. view (layout), pane (decides)."""

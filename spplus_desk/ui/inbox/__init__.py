"""The inbox: the experiences, grouped by urgency. model (rows), delegate (paint), view (layout), pane (decides)."""

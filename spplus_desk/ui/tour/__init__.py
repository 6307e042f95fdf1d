"""The main job played once through the real widgets: proof on a machine without a display, pictures for the rest."""

"""Absences: who is away, who stands in, and the take-over of what they had claimed."""

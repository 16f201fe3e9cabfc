"""A group session's sheet, its dialog to move it, its list on paper."""

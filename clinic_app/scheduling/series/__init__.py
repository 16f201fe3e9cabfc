"""Visits by a rule: previewed, booked, moved, changed, cancelled."""

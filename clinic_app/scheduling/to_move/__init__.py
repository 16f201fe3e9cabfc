"""Visits whose practitioner will not be there, and where they could go."""

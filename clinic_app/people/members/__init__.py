"""Who belongs to a clinic, in which role, and what becomes of their access."""

"""A group's session, deeds on all of it, and its seats."""

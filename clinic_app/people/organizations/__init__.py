"""A clinic itself: founded, set, and the one that somebody works in."""

"""The web floor: the only one that imports reflex."""

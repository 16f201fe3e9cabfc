"""The deeds that join rooms in one transaction."""

"""A time is held while somebody fills in a form."""

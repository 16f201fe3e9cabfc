"""What patients are told when a visit of theirs changes."""

"""Repeating a visit, and changing what repeats."""

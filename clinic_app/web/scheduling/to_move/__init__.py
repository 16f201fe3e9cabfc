"""Visits to move, and the question before an absence that hits some."""

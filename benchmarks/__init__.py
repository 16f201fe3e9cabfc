"""Measures the product as it is served, against a database made for it. `make bench` runs it."""

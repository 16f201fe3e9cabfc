"""One visit's sheet, and what a toast takes back."""

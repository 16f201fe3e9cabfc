"""What surrounds every page: sidebar, palette, the list of pages, errors that lead somewhere."""

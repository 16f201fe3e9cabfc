"""Starting, stopping, building and guarding the program as a whole."""

"""Pages and states of the people room."""

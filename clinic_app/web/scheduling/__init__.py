"""Pages and states of the scheduling room."""

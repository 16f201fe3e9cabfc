"""A visit's life: its steps, its moves, and what is read of it."""

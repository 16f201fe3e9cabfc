"""Live screens: NOTIFY inside the transaction, one LISTEN a process, shared reloads."""

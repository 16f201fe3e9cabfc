"""The queue board, the waiting-room screen, and checking in from a telephone."""

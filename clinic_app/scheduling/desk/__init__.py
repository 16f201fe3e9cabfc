"""The day at the desk: the queue, tickets, the waiting-room screen, check-in by the patient."""

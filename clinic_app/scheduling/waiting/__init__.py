"""The waiting list: who wants what, and who is offered a freed time."""

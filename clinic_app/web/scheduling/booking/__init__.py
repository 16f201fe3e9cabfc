"""The booking dialog: who, what, with whom, when."""

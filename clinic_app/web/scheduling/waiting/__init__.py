"""The waiting list, and the page on which an offer is answered."""

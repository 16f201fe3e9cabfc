"""Mail out of the house: an outbox, and ports that carry it."""

"""What a clinic offers and with whom, where and with what."""

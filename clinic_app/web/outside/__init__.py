"""What patients see without an account, and what a clinic decides about it."""

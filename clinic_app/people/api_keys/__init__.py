"""A clinic's keys for programs, and what was answered to them."""

"""Which times are free for a service, and why the others are not."""

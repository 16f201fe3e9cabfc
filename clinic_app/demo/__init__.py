"""The demo clinics: made-up people, deterministic for a given day. Never in production."""

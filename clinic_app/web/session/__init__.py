"""Signing in and out, and the door that every event passes."""

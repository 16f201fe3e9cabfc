"""Patients: registered, found, read and changed."""

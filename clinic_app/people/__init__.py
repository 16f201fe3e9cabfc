"""People: persons and their sessions, organizations and members, patients."""

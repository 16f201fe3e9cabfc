"""What `python -m clinic_app` can do: one command, one file."""

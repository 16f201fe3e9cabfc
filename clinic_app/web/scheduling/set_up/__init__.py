"""What owner and admin set up: services, practitioners, rooms, devices, rules."""

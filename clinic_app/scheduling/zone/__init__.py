"""What becomes of visits, hours and series when a clinic moves to another time zone."""

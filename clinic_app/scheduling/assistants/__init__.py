"""More than one practitioner in a visit, or in a group's session."""

"""Who may: the actor, the roles and the one table of permissions."""

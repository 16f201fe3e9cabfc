"""What people do, in a real browser against the really served product."""

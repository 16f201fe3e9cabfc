"""A person's account: made, signed in to, its password, and what one sets in it."""

"""Who is signed in, in which browser, and for how long."""

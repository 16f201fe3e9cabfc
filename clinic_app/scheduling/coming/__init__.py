"""Several services in one coming, one after the other."""

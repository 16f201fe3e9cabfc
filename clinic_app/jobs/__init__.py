"""The queue: work that begins only when the deed that asked for it has been committed."""

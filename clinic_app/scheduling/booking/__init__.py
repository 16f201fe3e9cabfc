"""From a free time to a visit: planned first, then taken under the constraints."""

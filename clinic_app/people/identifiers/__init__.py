"""National ids: sealed, found by a fingerprint, revealed on the record."""

"""What was done, by whom, when: appended only, chained by SHA-256 per organization."""

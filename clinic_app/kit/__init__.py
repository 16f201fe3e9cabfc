"""The ground: clock, zones, ids, errors, phone, money. Imports nothing of ours."""

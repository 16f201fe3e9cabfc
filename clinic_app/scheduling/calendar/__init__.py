"""The calendar of a day, a week or a month, and the clinic's day at a glance."""

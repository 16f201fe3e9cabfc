"""What patients and other calendars see: the booking page, private links, feeds."""

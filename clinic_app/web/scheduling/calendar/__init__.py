"""The calendar: day, week, month and agenda, on screen, phone and paper."""

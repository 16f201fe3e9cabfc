"""Working hours, single dates, holidays, time off."""

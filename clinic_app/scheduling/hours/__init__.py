"""When practitioners work and the clinic is open: weeks, single dates, holidays, time off."""

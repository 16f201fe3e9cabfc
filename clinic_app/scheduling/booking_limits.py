"""How far the rules of booking reach, whatever a clinic sets."""

FARTHEST_DAYS = 732  # two years
LONGEST_NOTICE = 30 * 24 * 60  # minutes
LONGEST_HOLD = 60  # minutes
DEFAULT_HOLD = 10  # minutes
MOST_A_DAY = 1000
MOST_SEATS = 200
MOST_OVERBOOKED = 9
MOST_ASSISTANTS = 4

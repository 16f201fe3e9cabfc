"""Sentences that make the demo read like a working day. None of them is clinical by itself."""

NOTES = (
    "Asked for the earliest time.",
    "Comes with a relative who interprets.",
    "Needs step-free access.",
    "Brings papers from another clinic.",
    "Please call if there is a delay.",
    "First visit after moving here.",
    "Prefers to be called by the given name.",
    "Comes straight from work, may be five minutes late.",
    "Wants a copy of the last report.",
    "Second adult comes along.",
)

CANCELLED_BECAUSE = (
    "Feels well again",
    "Could not get away from work",
    "Patient asked to come later",
    "Ill with something else",
    "Booked twice by mistake",
    "No way to get here that day",
)

MOVED_BECAUSE = ("Patient asked for another day", "Practitioner asked to move it", "School exam")

# line, severity, clinical
ALERTS = (
    ("Allergic to penicillin", "danger", True),
    ("Allergic to latex: use nitrile gloves", "danger", True),
    ("Takes a blood thinner", "warning", True),
    ("Faints at injections: lie down first", "warning", True),
    ("Has a pacemaker", "warning", True),
    ("Hard of hearing: speak from the front", "info", False),
    ("Uses a wheelchair: book a ground-floor room", "info", False),
    ("Has a guide dog", "info", False),
)

# relation, whether it is a woman
KIN = (
    *(("Daughter", True), ("Son", False), ("Sister", True), ("Brother", False)),
    *(("Wife", True), ("Husband", False), ("Friend", True), ("Neighbour", False)),
)
KIN_OF_CHILDREN = (("Mother", True), ("Father", False), ("Grandmother", True))

STREETS_NEW_YORK = (
    *("Alder Street", "Beacon Lane", "Cedar Avenue", "Dove Street", "Elm Place"),
    *("Foundry Road", "Garnet Street", "Harbor Walk", "Juniper Avenue", "Lantern Street"),
)
STREETS_BERLIN = (
    *("Ahornweg", "Birkenallee", "Drosselgasse", "Erlenstraße"),
    *("Finkenweg", "Holunderweg", "Kastanienallee", "Lindenhof"),
)

"""The two demo clinics: who works when, what is offered where. Ids are given when loading."""

from random import Random

from clinic_app.demo.accounts import CITY_MEDICAL, FAMILY_PRACTICE
from clinic_app.demo.names import BERLIN, NEW_YORK
from clinic_app.demo.shapes import (
    FRI,
    MON,
    MONDAY_TO_FRIDAY,
    SAT,
    SUN,
    THU,
    TUE,
    WED,
    Away,
    DemoClinic,
    DemoPractitioner,
    DemoService,
    hours,
)
from clinic_app.demo.texts import STREETS_BERLIN, STREETS_NEW_YORK
from clinic_app.scheduling.assistants.part_rules import Part


def _new_york_phone(rng: Random) -> str:
    """555-0100 to 555-0199 are kept free for fiction in every area (NANPA)."""
    return f"+1{rng.choice((212, 332, 347, 646, 718, 917, 929))}55501{rng.randrange(100):02}"


def _berlin_phone(rng: Random) -> str:
    """(0)30 23125 000 to 999 are kept free for fiction (Bundesnetzagentur)."""
    return f"+493023125{rng.randrange(1000):03}"


def _new_york_address(rng: Random) -> str:
    street = rng.choice(STREETS_NEW_YORK)
    return f"{rng.randrange(2, 260)} {street}, Apt {rng.randrange(1, 30)}\nNew York, NY"


def _berlin_address(rng: Random) -> str:
    return f"{rng.choice(STREETS_BERLIN)} {rng.randrange(1, 120)}\nBerlin"


OMAR, LIN, ANA = "Dr. Omar Hassan", "Dr. Lin Zhao", "Dr. Ana Martin"
PETER, RUTH, SAMUEL, ROSA = "Dr. Peter Cole", "Dr. Ruth Abel", "Samuel Okoro", "Rosa Diaz"
_CONSULTING = ("Room 1", "Room 2", "Room 3")

_CITY = DemoClinic(
    name=CITY_MEDICAL,
    slug="city-medical",
    time_zone="America/New_York",
    country="US",
    currency="USD",
    practitioners=(
        DemoPractitioner(
            *(OMAR, "Cardiology", "violet"),
            hours(MONDAY_TO_FRIDAY, "09:00-17:00", pause="12:30-13:15"),
            email="omar.hassan@citymedical.com",
            later_week=hours((MON, TUE, WED, THU), "08:00-17:00", pause="12:30-13:15"),
            sees="adults",
        ),
        DemoPractitioner(
            *(LIN, "General medicine", "blue"),
            hours(MONDAY_TO_FRIDAY, "08:30-17:00", pause="11:30-12:30")
            + hours((SAT,), "09:00-13:00"),
            email="lin.zhao@citymedical.com",
            away=(Away(13, 2, "Conference"),),
            sees="adults",
        ),
        DemoPractitioner(
            *(ANA, "Dermatology", "amber"),
            hours((MON, TUE, THU, FRI), "09:00-13:00", "14:00-18:00"),
            email="ana.martin@citymedical.com",
            sees="adults",
        ),
        DemoPractitioner(
            *(PETER, "Paediatrics", "green"),
            hours((MON, TUE, WED, FRI), "08:00-14:00", pause="10:30-10:45")
            + hours((SAT,), "09:00-12:00"),
            away=(Away(-9, 1, "Training"),),
            sees="children",
        ),
        DemoPractitioner(
            *(RUTH, "Women’s health", "red"),
            hours((TUE, WED, THU, FRI), "09:30-17:30", pause="13:00-13:45")
            + hours((SUN,), "10:00-14:00"),
            sees="women",
        ),
        DemoPractitioner(
            *(SAMUEL, "Physiotherapy", "teal"),
            hours((MON, WED, THU), "10:00-14:00", "15:00-19:00") + hours((FRI,), "08:00-13:00"),
            away=(Away(5, 4, "Holiday"),),
        ),
        DemoPractitioner(
            *(ROSA, "Nursing", "slate"),
            hours(MONDAY_TO_FRIDAY, "08:30-16:30", pause="12:00-12:30"),
            email="rosa.diaz@citymedical.com",
            busy=0.25,
        ),
    ),
    services=(
        DemoService(
            *("Check-up", 30, "blue", 12000, (LIN, PETER, RUTH)),
            rooms=_CONSULTING,
            often=8,
            overbook=1,
        ),
        DemoService(
            *("Follow-up", 30, "violet", 9000, (OMAR, LIN, ANA, RUTH)), rooms=_CONSULTING, often=8
        ),
        DemoService(*("New patient", 45, "teal", 18000, (OMAR, LIN, ANA, RUTH)), rooms=_CONSULTING),
        DemoService("Annual physical", 60, "green", 24000, (LIN,), rooms=_CONSULTING),
        DemoService(
            *("ECG and consultation", 45, "violet", 21000, (OMAR,)),
            rooms=_CONSULTING,
            devices=("ECG recorder",),
            often=5,
        ),
        DemoService(
            *("Echocardiogram", 45, "violet", 38000, (OMAR,)),
            rooms=("Imaging",),
            devices=("Ultrasound US-1",),
            after=15,
        ),
        DemoService(
            *("Ultrasound", 30, "red", 29000, (RUTH,)),
            rooms=("Imaging",),
            devices=("Ultrasound US-1",),
            after=15,
            often=5,
        ),
        DemoService(
            *("Mole check", 30, "amber", 15000, (ANA,)),
            rooms=_CONSULTING,
            devices=("Dermatoscope",),
            often=8,
        ),
        DemoService(
            *("Biopsy", 45, "amber", 42000, (ANA,)),
            rooms=("Treatment room",),
            before=15,
            after=15,
            assisted_by=(ROSA,),
            assisting=Part(0, 20),
        ),
        DemoService(
            *("Vaccination", 15, "green", 6000, (LIN, PETER, ROSA)),
            rooms=_CONSULTING,
            often=6,
            overbook=2,
        ),
        DemoService(
            *("Back school", 60, "green", 2500, (SAMUEL,)),
            rooms=("Treatment room",),
            seats=8,
            assisted_by=(ROSA,),
            meets_on=(MON, THU),
        ),
        DemoService(
            *("Physiotherapy", 45, "teal", 11000, (SAMUEL,)),
            rooms=("Treatment room", "Room 3"),
            devices=("Treatment couch",),
            after=15,
            often=9,
        ),
        DemoService(
            *("Phone consultation", 15, "slate", None, (OMAR, LIN, ANA, PETER, RUTH)),
            needs_room=False,
        ),
    ),
    rooms=(*_CONSULTING, "Imaging", "Treatment room"),
    devices=("Ultrasound US-1", "ECG recorder", "Dermatoscope", "Treatment couch"),
    patients=300,
    namings=NEW_YORK,
    phone=_new_york_phone,
    address=_new_york_address,
    insurance="Insurance number",
)

MICHAEL, EVA = "Dr. Michael Chen", "Dr. Eva Novak"

_FAMILY = DemoClinic(
    name=FAMILY_PRACTICE,
    slug="family-practice",
    time_zone="Europe/Berlin",
    country="DE",
    currency="EUR",
    practitioners=(
        DemoPractitioner(
            *(MICHAEL, "Family medicine", "teal"),
            hours(MONDAY_TO_FRIDAY, "08:00-12:00") + hours((MON, TUE, THU), "14:00-17:30"),
            email="michael.chen@familypractice.com",
        ),
        DemoPractitioner(
            *(EVA, "Family medicine", "violet"),
            hours((MON, TUE, WED, THU), "09:00-16:00", pause="12:00-13:00")
            + hours((SAT,), "09:00-12:00"),
            email="eva.novak@familypractice.com",
        ),
    ),
    services=(
        DemoService("Consultation", 15, "teal", 4500, (MICHAEL, EVA), often=8),
        DemoService("Check-up", 30, "blue", 8000, (MICHAEL, EVA), often=5),
        DemoService("Vaccination", 15, "green", 3000, (MICHAEL, EVA), rooms=("Room B",)),
        DemoService(
            *("Blood pressure review", 30, "violet", 5500, (EVA,)),
            devices=("24-hour blood pressure monitor",),
        ),
        DemoService("Phone consultation", 15, "slate", 2500, (MICHAEL, EVA), needs_room=False),
    ),
    rooms=("Room A", "Room B"),
    devices=("24-hour blood pressure monitor",),
    patients=60,
    namings=BERLIN,
    phone=_berlin_phone,
    address=_berlin_address,
    insurance="Versichertennummer",
    busy=0.55,
)

CLINICS = (_CITY, _FAMILY)

"""Who may sign in to the demo: the one table that the demo, the sign-in page's choices, the
terminal and the tests share."""

from dataclasses import dataclass

PASSWORD = "password123"  # noqa: S105 # printed on purpose; the policy is waived for the demo alone

CITY_MEDICAL = "City Medical Organization"
FAMILY_PRACTICE = "Family Practice Organization"


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One account: its address, the name it carries, its role and its organization's name."""

    email: str
    name: str
    role: str
    organization: str


ACCOUNTS = (
    DemoAccount("sarah.johnson@citymedical.com", "Sarah Johnson", "owner", CITY_MEDICAL),
    DemoAccount("ana.martin@citymedical.com", "Ana Martin", "admin", CITY_MEDICAL),
    DemoAccount("omar.hassan@citymedical.com", "Omar Hassan", "doctor", CITY_MEDICAL),
    DemoAccount("lin.zhao@citymedical.com", "Lin Zhao", "doctor", CITY_MEDICAL),
    DemoAccount("rosa.diaz@citymedical.com", "Rosa Diaz", "nurse", CITY_MEDICAL),
    DemoAccount("emily.rodriguez@citymedical.com", "Emily Rodriguez", "reception", CITY_MEDICAL),
    DemoAccount("paul.kim@citymedical.com", "Paul Kim", "pharmacy", CITY_MEDICAL),
    DemoAccount("nadia.ali@citymedical.com", "Nadia Ali", "lab", CITY_MEDICAL),
    DemoAccount("grace.lee@citymedical.com", "Grace Lee", "member", CITY_MEDICAL),
    DemoAccount("michael.chen@familypractice.com", "Michael Chen", "owner", FAMILY_PRACTICE),
    DemoAccount("eva.novak@familypractice.com", "Eva Novak", "doctor", FAMILY_PRACTICE),
    DemoAccount("james.wilson@familypractice.com", "James Wilson", "reception", FAMILY_PRACTICE),
)

"""What screens can wait for."""

from enum import StrEnum


class Topic(StrEnum):
    """A kind of change within one clinic, or (SESSIONS) to somebody's sign-in."""

    CALENDAR = "calendar"  # appointments and their states
    SCHEDULE = "schedule"  # practitioners, hours, services, rooms, devices
    PATIENTS = "patients"
    MESSAGES = "messages"  # what patients are sent about their visits
    WAITING = "waiting"  # the waiting list and its offers
    MEMBERS = "members"
    ORGANIZATION = "organization"
    SESSIONS = "sessions"

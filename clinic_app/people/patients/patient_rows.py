"""Patients as screens and callers see them: small frozen rows, ids as text."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class IdentifierDraft:
    """A national id as it was typed: `kind` is abha, dui or other; `label` names an other."""

    kind: str
    number: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class PatientDraft:
    """A patient as typed into a form. Only the name must not stay empty.

    birth: "1984-03-12", "1984" where only the year is known, or "".
    phone, kin_phone: any notation; a number without + is read as the clinic's country.
    language: a BCP 47 tag from `languages.LANGUAGES`.
    """

    name: str = ""
    birth: str = ""
    sex: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    kin_name: str = ""
    kin_relation: str = ""
    kin_phone: str = ""
    language: str = ""
    file_number: str = ""  # typed to keep an old one; "" takes the clinic's next


@dataclass(frozen=True, slots=True)
class PatientRow:
    """A patient in a list: demographics only, ready to read."""

    id: str = ""
    name: str = ""
    initials: str = ""
    file_number: str = ""
    born: str = ""  # "12 Mar 1984", "1984" or ""
    age: str = ""  # "42 y", "about 42 y", "7 mo", "12 d" or ""
    sex: str = ""  # "Female", ... or ""
    phone: str = ""  # with spaces, for reading


@dataclass(frozen=True, slots=True)
class PatientHit:
    """A patient found while typing; the part of the name that matched stands apart."""

    patient: PatientRow
    before: str
    matched: str
    after: str
    alike: bool = False  # nobody is spelled as it was typed; this one nearly


@dataclass(frozen=True, slots=True)
class DuplicateRow:
    """A patient who may be the one being registered, and why."""

    patient: PatientRow
    reasons: str  # "Same phone, same birth date and a similar name"


@dataclass(frozen=True, slots=True)
class PatientPage:
    """One page of a list of patients."""

    rows: list[PatientRow]
    page: int  # from 1
    first: int  # number of the first row in the whole list, from 1; 0 when empty
    last: int
    total: int
    more_than_total: bool  # counting stopped at `total`


@dataclass(frozen=True, slots=True)
class IdentifierRow:
    """A national id with all but its end hidden."""

    id: str
    kind: str
    label: str  # "ABHA", "DUI", or what was typed for another
    masked: str


@dataclass(frozen=True, slots=True)
class AlertRow:
    """A line of the banner that stays."""

    id: str
    line: str
    severity: str
    clinical: bool
    since: str  # "3 Mar 2026"


@dataclass(frozen=True, slots=True)
class PatientView:
    """Everything a patient's page shows from this room. `draft` is what the form edits."""

    row: PatientRow
    draft: PatientDraft
    version: int
    sex: str
    language: str
    phone: str
    kin_phone: str
    registered: str  # "3 Mar 2026"
    consent: str  # "yes", "no" or "" when never asked
    consent_at: str  # "3 Mar 2026, 09:41"
    consent_by: str
    identifiers: list[IdentifierRow] = field(default_factory=list[IdentifierRow])
    alerts: list[AlertRow] = field(default_factory=list[AlertRow])

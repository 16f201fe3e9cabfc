"""An API key for the clinic that is measured, put straight into its table."""

from uuid import uuid4

from psycopg import connect

from benchmarks.clinic import BenchClinic
from clinic_app.kit.tokens import hash_token
from clinic_app.people.api_keys.key_rules import PREFIX_LENGTH, SCOPES, new_key

_ADD = """
    INSERT INTO api_key (organization_id, id, created_at, name, prefix, token_hash, scopes,
        created_by)
    SELECT %(home)s, %(id)s, now(), 'Bench', %(prefix)s, %(hash)s, %(scopes)s, id
    FROM member WHERE organization_id = %(home)s LIMIT 1
"""


def add_key(url: str, clinic: BenchClinic) -> str:
    """Return a key with every scope."""
    key = new_key(clinic.organization_id)
    home = str(clinic.organization_id)
    values = {
        **{"home": home, "id": uuid4(), "prefix": key[:PREFIX_LENGTH], "hash": hash_token(key)},
        "scopes": [str(scope) for scope in SCOPES],
    }
    with connect(url) as owner:
        owner.execute("SELECT set_config('app.organization_id', %s, false)", (home,))
        owner.execute(_ADD, values)
    return key

"""The queue's schema is procrastinate's own, so a new version of it must not slip in unseen."""

from hashlib import sha256

from procrastinate.schema import SchemaManager

_OF_3_10 = "c70ec4b400a60ad9592787653aae5ae77ae41bf801d56b5bd2712751a07f2009"


def test_the_packaged_schema_is_the_one_that_was_migrated_to() -> None:
    """When this fails: give databases that exist the package's own migrations in a new alembic
    version, and let version 0006 read a copy of the old script, kept beside it."""
    assert sha256(SchemaManager.get_schema().encode()).hexdigest() == _OF_3_10

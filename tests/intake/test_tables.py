"""The schema: what the migrations make is what the tables say, on both kinds of database."""

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from plugins.intake.database import MIGRATIONS, migrate, reading, schema_of
from plugins.intake.tables import SCHEMA, metadata


def test_the_migrations_make_what_the_tables_say(engine):
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_the_last_step_is_the_schema_of_the_tables():
    assert ScriptDirectory(str(MIGRATIONS)).get_current_head() == SCHEMA


def test_a_database_is_migrated_once(engine):
    assert migrate(engine) == (SCHEMA, SCHEMA)
    with reading(engine) as connection:
        assert schema_of(connection) == SCHEMA

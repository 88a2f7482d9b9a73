"""The schema: what the migrations make is what the tables say, on both kinds of database."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from plugins.intake import database
from plugins.intake.database import MIGRATIONS, connect, migrate, reading, schema_of, writing
from plugins.intake.tables import SCHEMA, metadata
from plugins.machine import MachineError


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


def test_writers_have_their_turn(tmp_path, monkeypatch):
    """On SQLite, in the order in which they came; who waits for too long is told; one that fails keeps nobody."""
    engine = connect(f"sqlite:///{tmp_path}/a.db")
    turn, written = engine.get_execution_options()["turn"], []

    def write(number):
        with writing(engine):
            written.append(number)
            time.sleep(0.01)

    with ThreadPoolExecutor(8) as pool, writing(engine):
        for number in range(8):
            pool.submit(write, number)
            while len(turn._waiting) < number + 2:
                time.sleep(0.001)
    assert written == list(range(8))

    with pytest.raises(KeyError), writing(engine):
        raise KeyError
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    with ThreadPoolExecutor(1) as pool, writing(engine):
        late = pool.submit(write, 8)
        with pytest.raises(MachineError, match="busy for too long"):
            late.result()
    write(9)
    assert written[-1] == 9
    engine.dispose()

"""How a database gets from one schema to the next: one file a step, found by Alembic."""

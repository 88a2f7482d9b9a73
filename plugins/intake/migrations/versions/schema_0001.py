"""The first schema."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision: str | None = None

IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("password_hash", sa.String(length=300), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_accounts")),
    )
    op.create_table(
        "attempts",
        sa.Column("id", IDENTITY, autoincrement=True, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("prefix", sa.String(length=32), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("was_right", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempts")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_attempts_account_at"), "attempts", ["account", "at"], unique=False)
    op.create_index(op.f("ix_attempts_prefix_at"), "attempts", ["prefix", "at"], unique=False)
    op.create_table(
        "audit",
        sa.Column("id", IDENTITY, autoincrement=True, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("who", sa.String(length=64), nullable=False),
        sa.Column("what", sa.String(length=32), nullable=False),
        sa.Column("entry", IDENTITY, nullable=True),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_audit_entry"), "audit", ["entry"], unique=False)
    op.create_table(
        "entries",
        sa.Column("id", IDENTITY, autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("thread_key", sa.String(length=500), nullable=False),
        sa.Column("thread_id", sa.String(length=1000), nullable=False),
        sa.Column("replyto", sa.Integer(), nullable=True),
        sa.Column("author", sa.String(length=80), nullable=False),
        sa.Column("website", sa.String(length=1000), nullable=True),
        sa.Column("role", sa.String(length=8), server_default="reader", nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=2000), nullable=True),
        sa.Column("target", sa.String(length=2000), nullable=True),
        sa.Column("posted_at", sa.BigInteger(), nullable=True),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("verdict", sa.Text(), server_default="[]", nullable=False),
        sa.Column("score", sa.Float(), server_default="0", nullable=False),
        sa.Column("prefix", sa.String(length=32), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("comment_id", sa.String(length=64), nullable=False),
        sa.Column("approved_at", sa.BigInteger(), nullable=True),
        sa.Column("written_at", sa.BigInteger(), nullable=True),
        sa.Column("modified_at", sa.BigInteger(), nullable=True),
        sa.Column("deleted_at", sa.BigInteger(), nullable=True),
        sa.Column("revises", IDENTITY, nullable=True),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("fetch_after", sa.BigInteger(), nullable=True),
        sa.Column("fetch_tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("fetched_at", sa.BigInteger(), nullable=True),
        sa.Column("fault", sa.String(length=300), nullable=True),
        sa.Column("seen_hash", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["revises"], ["entries.id"], name=op.f("fk_entries_revises")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entries")),
        sa.UniqueConstraint("comment_id", name=op.f("uq_entries_comment_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_entries_author"), "entries", ["author"], unique=False)
    op.create_index(op.f("ix_entries_prefix_received_at"), "entries", ["prefix", "received_at"], unique=False)
    op.create_index(op.f("ix_entries_received_at"), "entries", ["received_at"], unique=False)
    op.create_index(op.f("ix_entries_revises"), "entries", ["revises"], unique=False)
    op.create_index(op.f("ix_entries_source_target"), "entries", ["source", "target"], unique=False)
    op.create_index(op.f("ix_entries_state_id"), "entries", ["state", "id"], unique=False)
    op.create_index(op.f("ix_entries_text_hash"), "entries", ["text_hash"], unique=False)
    op.create_index(op.f("ix_entries_thread_id_state"), "entries", ["thread_id", "state"], unique=False)
    op.create_table(
        "people",
        sa.Column("id", IDENTITY, autoincrement=True, nullable=False),
        sa.Column("address", sa.String(length=320), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("address", name=op.f("uq_people_address")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "sources",
        sa.Column("source", sa.String(length=2000), nullable=False),
        sa.Column("blocked_at", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=300), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("source", name=op.f("pk_sources")),
    )
    op.create_table(
        "threads",
        sa.Column("id", sa.String(length=1000), nullable=False),
        sa.Column("last_number", sa.Integer(), server_default="0", nullable=False),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_threads")),
    )
    op.create_table(
        "words",
        sa.Column("word", sa.String(length=64), nullable=False),
        sa.Column("approved", sa.Integer(), server_default="0", nullable=False),
        sa.Column("spam", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("word", name=op.f("pk_words")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", IDENTITY, autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("person", IDENTITY, nullable=True),
        sa.Column("mail", sa.Text(), nullable=False),
        sa.Column("about", sa.String(length=200), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("not_before", sa.BigInteger(), nullable=False),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("fault", sa.String(length=300), nullable=True),
        sa.Column("sent_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_outbox_person"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("about", name=op.f("uq_outbox_about")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_outbox_sent_at_not_before"), "outbox", ["sent_at", "not_before"], unique=False)
    op.create_table(
        "sessions",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account"], ["accounts.name"], name=op.f("fk_sessions_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_sessions")),
    )
    op.create_index(op.f("ix_sessions_account"), "sessions", ["account"], unique=False)
    op.create_table(
        "subscriptions",
        sa.Column("id", IDENTITY, autoincrement=True, nullable=False),
        sa.Column("comment_id", sa.String(length=64), nullable=False),
        sa.Column("person", IDENTITY, nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("confirmed_at", sa.BigInteger(), nullable=True),
        sa.Column("stopped_at", sa.BigInteger(), nullable=True),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("told_number", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["entries.comment_id"], name=op.f("fk_subscriptions_comment_id")
        ),
        sa.ForeignKeyConstraint(
            ["person"], ["people.id"], name=op.f("fk_subscriptions_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscriptions")),
        sa.UniqueConstraint("comment_id", "person", name=op.f("uq_subscriptions_comment_id_person")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_subscriptions_token_hash")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_subscriptions_person"), "subscriptions", ["person"], unique=False)

"""The tables of the desk, the same on SQLite and on PostgreSQL. Moments are whole seconds of the epoch, in UTC.

Only what is private or in transit is here: an approved comment is a file, and losing this loses no published word.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

SCHEMA = "0001"
"""The number of the last step in migrations/versions/."""

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
"""How constraints are called: by the same rule in every database, so that a later migration can name them."""

metadata = MetaData(naming_convention=NAMES)

Identity = BigInteger().with_variant(Integer(), "sqlite")
"""SQLite counts up only what it calls INTEGER."""

entries = Table(
    "entries",
    metadata,
    # In order of arrival, whatever the clock says; never given again.
    Column("id", Identity, primary_key=True, autoincrement=True),
    # comment | webmention | mail: how it came. Its file says comment for the last.
    Column("kind", String(16), nullable=False),
    # The key when it came, and the permanent id of the page: followed when the key is gone.
    Column("thread_key", String(500), nullable=False),
    Column("thread_id", String(1000), nullable=False),
    Column("replyto", Integer),
    Column("author", String(80), nullable=False),
    Column("website", String(1000)),
    # reader | author; set by whoever decides.
    Column("role", String(8), nullable=False, server_default="reader"),
    Column("body", Text, nullable=False),
    # Of a mention: the page that names us as it was given, and which of our pages.
    Column("source", String(2000)),
    Column("target", String(2000)),
    # When its source says that it was written, if it says; else it was when it came.
    Column("posted_at", BigInteger),
    Column("received_at", BigInteger, nullable=False),
    # fetch (a mention that nobody looked at yet) | new | approved | spam | refused | withdrawn
    Column("state", String(12), nullable=False),
    # JSON: what spoke for and against it, each with its points.
    Column("verdict", Text, nullable=False, server_default="[]"),
    Column("score", Float, nullable=False, server_default="0"),
    # A keyed digest of the sender's network (/24, /48), no address; taken out after keep.days.
    Column("prefix", String(32)),
    Column("number", Integer),
    # Of its file and its private page; made when it came.
    Column("comment_id", String(64), nullable=False, unique=True),
    Column("approved_at", BigInteger),
    # The file is there, with these words.
    Column("written_at", BigInteger),
    # The words changed after approval: the file says so.
    Column("modified_at", BigInteger),
    # Taken back after approval: the file is a tombstone.
    Column("deleted_at", BigInteger),
    # Waits to replace the words of that row.
    Column("revises", Identity, ForeignKey("entries.id")),
    Column("text_hash", String(64), nullable=False),
    # Of a mention: when it is looked at next, how often that failed, and how.
    Column("fetch_after", BigInteger),
    Column("fetch_tries", Integer, nullable=False, server_default="0"),
    Column("fetched_at", BigInteger),
    Column("fault", String(300)),
    # Of a mention: the digest of what its page said when it was looked at last, whatever a moderator made of it.
    Column("seen_hash", String(64)),
    Index(None, "state", "id"),
    Index(None, "prefix", "received_at"),
    Index(None, "received_at"),
    Index(None, "text_hash"),
    Index(None, "thread_id", "state"),
    Index(None, "revises"),
    Index(None, "source", "target"),
    Index(None, "author"),
    sqlite_autoincrement=True,
)

threads = Table(
    "threads",
    metadata,
    # The permanent id of the page, which no new address changes.
    Column("id", String(1000), primary_key=True),
    # The highest that was ever given; it only goes up.
    Column("last_number", Integer, nullable=False, server_default="0"),
    # Closed here, before any publish says so.
    Column("closed_at", BigInteger),
)

people = Table(
    "people",
    metadata,
    Column("id", Identity, primary_key=True, autoincrement=True),
    # The one place of the house where an address is; erased after keep.days, or when nothing needs it.
    Column("address", String(320), nullable=False, unique=True),
    Column("created_at", BigInteger, nullable=False),
    # The last time anything was sent there: once a day and address, whatever is posted.
    Column("asked_at", BigInteger),
    sqlite_autoincrement=True,
)

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("id", Identity, primary_key=True, autoincrement=True),
    Column("comment_id", String(64), ForeignKey("entries.comment_id"), nullable=False),
    Column("person", Identity, ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("confirmed_at", BigInteger),
    Column("stopped_at", BigInteger),
    Column("token_hash", String(64), nullable=False, unique=True),
    # Answers up to this number of the thread were told.
    Column("told_number", Integer, nullable=False, server_default="0"),
    UniqueConstraint("comment_id", "person"),
    Index(None, "person"),
    sqlite_autoincrement=True,
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Identity, primary_key=True, autoincrement=True),
    # moderator | confirm | answer
    Column("kind", String(16), nullable=False),
    # To whom; none: to the author, whose address is a setting.
    Column("person", Identity, ForeignKey("people.id", ondelete="CASCADE")),
    # The whole message without its To.
    Column("mail", Text, nullable=False),
    # The same thing is told once.
    Column("about", String(200), unique=True),
    Column("created_at", BigInteger, nullable=False),
    Column("not_before", BigInteger, nullable=False),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("fault", String(300)),
    Column("sent_at", BigInteger),
    Index(None, "sent_at", "not_before"),
    sqlite_autoincrement=True,
)

audit = Table(
    "audit",
    metadata,
    Column("id", Identity, primary_key=True, autoincrement=True),
    Column("at", BigInteger, nullable=False),
    # An account of the desk, "terminal", "reader", "worker".
    Column("who", String(64), nullable=False),
    Column("what", String(32), nullable=False),
    Column("entry", Identity),
    Column("note", Text, nullable=False, server_default=""),
    Index(None, "entry"),
    sqlite_autoincrement=True,
)

accounts = Table(
    "accounts",
    metadata,
    Column("name", String(64), primary_key=True),
    # Argon2id, with its own parameters in it.
    Column("password_hash", String(300), nullable=False),
    Column("created_at", BigInteger, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("account", String(64), ForeignKey("accounts.name", ondelete="CASCADE"), nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Index(None, "account"),
)

attempts = Table(
    "attempts",
    metadata,
    Column("id", Identity, primary_key=True, autoincrement=True),
    Column("at", BigInteger, nullable=False),
    Column("prefix", String(32), nullable=False),
    # A keyed digest: what was typed for a name may be a password.
    Column("account", String(64), nullable=False),
    Column("was_right", Boolean, nullable=False),
    Index(None, "prefix", "at"),
    Index(None, "account", "at"),
    sqlite_autoincrement=True,
)

words = Table(
    "words",
    metadata,
    Column("word", String(64), primary_key=True),
    Column("approved", Integer, nullable=False, server_default="0"),
    Column("spam", Integer, nullable=False, server_default="0"),
)

sources = Table(
    "sources",
    metadata,
    # A host, or the address of one page: nothing more is taken from there.
    Column("source", String(2000), primary_key=True),
    Column("blocked_at", BigInteger, nullable=False),
    Column("reason", String(300), nullable=False, server_default=""),
)

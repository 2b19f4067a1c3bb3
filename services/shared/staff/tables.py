"""Accounts, sessions and their audit trail, in a schema of their own (``staff``) that all four services use."""

from __future__ import annotations

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from services.shared.audit import access_log, trail
from services.shared.encryption.rekeying import Encrypted

METADATA = MetaData()

account = Table(
    "account",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("username", String, nullable=False, unique=True),
    Column("name", String, nullable=False),
    Column("roles", ARRAY(String), nullable=False),
    Column("password_hash", String, nullable=False),
    Column("active", Boolean, nullable=False, server_default=text("true")),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("failures", Integer, nullable=False, server_default=text("0")),  # of 0.1.0, which may still run beside us:
    Column("locked_until", DateTime(timezone=True)),  # today ``attempt`` counts
    Column("renewed_at", DateTime(timezone=True)),  # when others last gave it a role, a password, another way in
    Column("unlocked_at", DateTime(timezone=True)),  # by the administrator, who ended a lock
    Column("position", String),  # what the person is in the office, as on its papers
    Column("rank", String),
    Column("nip", String),
    Column("email", String),
    Column("digest", Boolean, nullable=False, server_default=text("false")),
    Column("must_change", Boolean, nullable=False, server_default=text("false")),  # the password, at the next sign-in
    Column("totp_token", String),  # the authenticator's secret, encrypted; pending: until its first code
    Column("totp_pending", String),
    Column("totp_pending_for", String(64)),  # the session that began it: another one's secret confirms nothing
    Column("totp_step", BigInteger, nullable=False, server_default=text("0")),  # of the last code that was used
    Column("oidc_issuer", String),
    Column("oidc_subject", String),
    UniqueConstraint("oidc_issuer", "oidc_subject", name="uq_account_oidc"),
)

recovery_code = Table(
    "recovery_code",
    METADATA,
    Column("fingerprint", String(64), primary_key=True),
    Column("account_id", Uuid, ForeignKey("account.id", ondelete="CASCADE"), nullable=False),
    Column("used_at", DateTime(timezone=True)),
    Index("ix_recovery_code_account", "account_id"),
)

# Wrong passwords and codes, by account and where they come from; also of names that no account has. ``key`` and
# ``mark`` are keyed fingerprints: of name and origin, of the name alone.
attempt = Table(
    "attempt",
    METADATA,
    Column("key", String(64), primary_key=True),
    Column("mark", String(64), nullable=False),
    Column("failures", Integer, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("locked_until", DateTime(timezone=True)),
    Index("ix_attempt_mark", "mark", "at"),
    Index("ix_attempt_at", "at"),
)

session = Table(
    "session",
    METADATA,
    Column("token_hash", String(64), primary_key=True),
    Column("id", Uuid, nullable=False, server_default=text("gen_random_uuid()")),
    Column("stage", String, nullable=False, server_default=text("'full'")),  # what it waits for: see sessions.py
    Column("account_id", Uuid, ForeignKey("account.id", ondelete="CASCADE"), nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("seen_at", DateTime(timezone=True), nullable=False),
    Column("address", String, nullable=False),
    Column("agent", String, nullable=False),
    Index("ix_session_account", "account_id"),
    UniqueConstraint("id", name="uq_session_id"),
)

# Who acts in another's office (Plt., Plh., a.n.), from when until when, by which decree. Rows are never deleted.
acting = Table(
    "acting",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("role", String, nullable=False),
    Column("account_id", Uuid, ForeignKey("account.id"), nullable=False),
    Column("kind", String, nullable=False),
    Column("position", String, nullable=False),
    Column("rank", String, nullable=False),
    Column("nip", String, nullable=False),
    Column("decree", String, nullable=False),
    Column("decree_on", Date, nullable=False),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date, nullable=False),
    Column("made_by", String, nullable=False),
    Column("made_at", DateTime(timezone=True), nullable=False),
    Column("confirmed_by", String),  # the second person; until then it gives nothing
    Column("confirmed_at", DateTime(timezone=True)),
    Column("ended_by", String),
    Column("ended_at", DateTime(timezone=True)),
    CheckConstraint("kind in ('plt', 'plh', 'an')", name="ck_acting_kind"),
    CheckConstraint("starts_on <= ends_on", name="ck_acting_dates"),
    Index("ix_acting_account", "account_id", "ends_on"),
)

# The backups that were made, and those that failed: whoever looks after the office sees how old the newest one is.
backup_run = Table(
    "backup_run",
    METADATA,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("name", String, nullable=False),
    Column("begun_at", DateTime(timezone=True), nullable=False),
    Column("ended_at", DateTime(timezone=True), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("error", String),
)

# What stands in one member's bell; filled by the workers of the four services.
bell_notice = Table(
    "bell_notice",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("username", String, nullable=False),
    Column("service", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("text", String, nullable=False),
    Column("link", String, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("read_at", DateTime(timezone=True)),
    Index("ix_bell_notice_list", "username", "at", "id"),
    Index("ix_bell_notice_unread", "username", postgresql_where=text("read_at is null")),
)

# What somebody must hear of the own account by another way than the bell; the workers of the front desk send it.
alert = Table(
    "alert",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("username", String, nullable=False),
    Column("text", String, nullable=False),
    Column("link", String, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("email", String),  # where it is not the account's: the address before it was changed
    Column("handed_at", DateTime(timezone=True)),
    Index("ix_alert_open", "at", postgresql_where=text("handed_at is null")),
)

# A change of an account that one person asked for and another one has to confirm; rows are never deleted.
proposal = Table(
    "proposal",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("verb", String, nullable=False),
    Column("username", String, nullable=False),
    Column("data", JSONB, nullable=False),
    Column("asked_by", String, nullable=False),
    Column("asked_by_name", String, nullable=False),
    Column("asked_at", DateTime(timezone=True), nullable=False),
    Column("decided_by", String),
    Column("decided_at", DateTime(timezone=True)),
    Column("outcome", String),
    CheckConstraint("outcome in ('confirmed', 'refused', 'replaced')", name="ck_proposal_outcome"),
    Index("ix_proposal_open", "asked_at", postgresql_where=text("decided_at is null")),
)

# What was typed into a form and not sent yet; ``token`` is encrypted. Its owner alone gets it back: drafts.py.
draft = Table(
    "draft",
    METADATA,
    Column("account_id", Uuid, ForeignKey("account.id", ondelete="CASCADE"), primary_key=True),
    Column("thing", String, primary_key=True),
    Column("form", String, primary_key=True),
    Column("token", String, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Index("ix_draft_at", "at"),
)

METADATAS = (METADATA, trail.METADATA, access_log.METADATA)
APPEND_ONLY = ("audit", "look")
ENCRYPTED = Encrypted(account, ("totp_token", "totp_pending"))  # under the sign-in part's keys; for a change of them


def drafts_of(service: str) -> Encrypted:
    """What was typed at one service, which is under that service's keys."""
    return Encrypted(draft, ("token",), only=draft.c.thing.startswith(f"{service}/", autoescape=True))

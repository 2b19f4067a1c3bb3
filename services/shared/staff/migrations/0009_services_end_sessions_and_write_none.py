"""A session may be ended by whoever has its token: the services, which write no session any more."""

from __future__ import annotations

from alembic import op
from sqlalchemy import text

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Apply this step. The function acts with its owner's rights, on this schema and no other of its caller's."""
    schema = op.get_bind().execute(text("select quote_ident(current_schema())")).scalar_one()
    op.execute(
        f"""create function end_session(hash text) returns void language sql security definer
        set search_path = {schema}, pg_temp
        as 'delete from session where token_hash = hash'"""  # noqa: S608 -- its own name, quoted by the database
    )
    op.execute("revoke execute on function end_session(text) from public")


def downgrade() -> None:
    """Take this step back."""
    op.execute("drop function end_session(text)")

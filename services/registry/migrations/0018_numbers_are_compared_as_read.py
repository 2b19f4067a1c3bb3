"""Numbers are compared as they are read: without zeros that only fill up, with one kind of dash (``rules/agenda.py``).

A number whose new key another number has already keeps its old one: both stand in the book, and a third is refused.
"""

from __future__ import annotations

from alembic import op

revision = "0018"
down_revision = "0017"
FILL = r"""with plain as (select id, key, regexp_replace(
        translate(key, U&'\2010\2012\2013\2014\2212\2044\2215\00AD\200B\200C\200D\2060\FEFF', '-----//'),
        '(^|[^0-9])0+(?=[0-9])', '\1', 'g') as said from agenda_number),
    first as (select said, min(id) as id from plain
        where said <> key and not exists (select 1 from agenda_number other where other.key = plain.said)
        group by said)
    update agenda_number set key = first.said from first where agenda_number.id = first.id"""


def upgrade() -> None:
    """Apply this step."""
    op.execute(FILL)


def downgrade() -> None:
    """Nothing to take back: the keys of the release before are made of the numbers as these are."""

"""What every process does once before it works, done where this is loaded: the process that forks loads it last.

A page that is written to is a fork's own from then on; SQLAlchemy puts the tables' classes together at their first use,
and writes eight megabytes for it.
"""

from __future__ import annotations

from sqlalchemy.orm import configure_mappers

configure_mappers()

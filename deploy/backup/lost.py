"""What a restore could not bring back, by case: people have to be told, and papers looked for."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from psycopg import Connection, sql

from deploy.backup.putting import Lost
from services.handoffs.holdings import PLACES

OTHERS = "of no case"


def by_case(lost: Iterable[Lost], letters: Mapping[str, str]) -> dict[str, list[Lost]]:
    """The lost objects by case number; ``letters`` says of which case a letter is (id → number)."""
    found: dict[str, list[Lost]] = defaultdict(list)
    for one in lost:
        found[case_of(one.item.key, letters)].append(one)
    return dict(sorted(found.items()))


def case_of(key: str, letters: Mapping[str, str]) -> str:
    """The case that an object belongs to, by the folders in which the services keep them."""
    for place in sorted(PLACES, key=lambda place: -len(place.folder)):
        blank = re.escape(place.folder).replace(re.escape("{}"), "([^/]+)")
        found = re.match(f"{blank}/", key)
        if found and not place.of_letter:
            return found[1]
        if found and found[1] in letters:
            return letters[found[1]]
    return OTHERS


def letters_of(connection: Connection[Any]) -> dict[str, str]:
    """Letter id → case number, of both services that have letters."""
    rows: dict[str, str] = {}
    for schema in ("letters", "registry"):
        query = sql.SQL("select id::text, case_no from {}").format(sql.Identifier(schema, "letter"))
        rows |= dict(connection.execute(query).fetchall())
    return rows


def sentences(found: Mapping[str, list[Lost]]) -> list[str]:
    """One line per case: how many files, which, and why."""
    return [
        f"{case}: {len(each)} files; " + "; ".join(f"{one.item.bucket}/{one.item.key} ({one.why})" for one in each)
        for case, each in found.items()
    ]

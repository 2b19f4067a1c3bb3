"""The first day: this year's register book and agenda come in from a spreadsheet, and wait as paper cases do."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError

from services.intake.actions.first_day import bring_in
from services.intake.rules import first_day as rules
from services.intake.rules import paper_books
from services.intake.rules.paper_books import BOOKS, PaperBook
from services.intake.tables import PaperImport
from services.shared.calendar import clock
from services.shared.unit_of_work import Work
from services.shared.web.files import GivenFile


def import_register(work: Work, *, file: GivenFile) -> PaperImport:
    """Rows of this year's paper register. Raises Stale (open), RuleBroken (every mistake of every row)."""
    return _import(work, "import_register", BOOKS[paper_books.REGISTER], file)


def import_agenda(work: Work, *, file: GivenFile) -> PaperImport:
    """Letters of this year's paper agenda. Raises as ``import_register``."""
    return _import(work, "import_agenda", BOOKS[paper_books.AGENDA], file)


def _import(work: Work, verb: str, book: PaperBook, file: GivenFile) -> PaperImport:
    sheet = rules.Sheet(book.kind, "baris buku", book.heads, dict.fromkeys(book.once, paper_books.key_of))
    return bring_in(work, verb, sheet, file, lambda given: _row(work, book, given))


def _row(work: Work, book: PaperBook, given: dict[str, str]) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """One row as it waits, and what is wrong with it, by field."""
    schema = book.schema()
    try:
        row = schema.load({name: cell for name, cell in given.items() if cell or schema.fields[name].required})
    except ValidationError as error:
        return {name: given[name] for name in book.once}, dict(error.normalized_messages())
    return schema.dump(row), paper_books.wrong_in(row, clock.local(work.now).date())

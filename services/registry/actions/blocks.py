"""What the agenda gives numbers from: ranges that the secretariat allots, and the codes that the registrar adds."""

from __future__ import annotations

from sqlalchemy import select

from services.handoffs.outbox import post
from services.handoffs.registry_to_letters import AGENDA, CLASSIFICATION_ADDED
from services.registry.actions import chained
from services.registry.actions.allotted import look_after
from services.registry.actions.reserving import serve_waiting
from services.registry.queries.agenda import classifications
from services.registry.rules.agenda import check_block
from services.registry.tables import AddedClassification, NumberBlock
from services.shared.errors import RuleBroken
from services.shared.jobs.rows import each
from services.shared.unit_of_work import Work


def import_block(work: Work, *, year: int, first: int, last: int, allotted_by: str) -> NumberBlock:
    """Record a range that the secretariat allotted; letters that wait for a number get theirs at once.

    The same range sent twice is recorded once.

    Raises:
        RuleBroken: the range ends before it begins, or shares numbers with one that is recorded.
    """
    chained.lock(work.session)
    known = work.session.scalars(select(NumberBlock).where(NumberBlock.year == year)).all()
    same = next((one for one in known if (one.first, one.last) == (first, last)), None)
    if same is not None:
        return same
    check_block(first, last, [(one.first, one.last) for one in known])
    block = NumberBlock(
        year=year, first=first, last=last, allotted_by=allotted_by, imported_at=work.now, imported_by=work.actor.name
    )
    work.session.add(block)
    work.session.flush()
    served = serve_waiting(work)
    look_after(work)
    told = f"; {served} surat yang menunggu diberi nomor" if served else ""
    note = f"Blok nomor {first}–{last} tahun {year} dicatat{told}"
    work.audit("import_block", f"agenda-{year}", note, first=first, last=last)
    return block


def add_classification(work: Work, *, code: str, label: str) -> AddedClassification:
    """A code that the office's file lacks. Sent twice, it is added once.

    Raises:
        RuleBroken: there is this code already, with another label.
    """
    chained.lock(work.session)  # two presses at once are one
    known = work.session.get(AddedClassification, code)
    if known is not None and known.label == label:
        return known
    if code in classifications(work.session, work.office):
        raise RuleBroken.at("code", "Kode ini sudah ada di daftar klasifikasi.")
    row = AddedClassification(code=code, label=label, added_at=work.now, added_by=work.actor.name)
    work.session.add(row)
    work.session.flush()
    _tell(work, row)
    work.audit("add_classification", "agenda", f"Kode klasifikasi {code} ditambahkan: {label}")
    return row


def tell_codes(work: Work) -> str:
    """Timed: letters hears of the codes that were added before it listened."""
    untold = work.session.scalars(select(AddedClassification).where(AddedClassification.told_at.is_(None))).all()
    told = each(work, untold, lambda row: f"kode {row.code}", lambda row: _tell(work, row))
    return f"{len(told)} kode klasifikasi diberitahukan" if told else ""


def _tell(work: Work, row: AddedClassification) -> None:
    row.told_at = work.now
    post(work, CLASSIFICATION_ADDED, AGENDA, {"code": row.code, "label": row.label})

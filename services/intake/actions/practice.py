"""The first day: two people want what was practised emptied; the operator's command does it, before the opening."""

from __future__ import annotations

from services.intake.actions.first_day import OWN, not_open
from services.intake.tables import Practice
from services.shared.errors import Forbidden, Stale
from services.shared.rights.moves import check_version
from services.shared.unit_of_work import Work

DONE = "Data latihan sudah dibersihkan; itu hanya dilakukan sekali."


def ask_clear(work: Work, version: int | None) -> Practice:
    """The administrator wants practice emptied; asked again, the second person is asked anew.

    Raises:
        Stale: the office is open, it was done, or somebody else asked or confirmed since the page was opened.
    """
    wish = not_open(work).practice or Practice(id=1, version=0)
    if wish.cleared_at is not None:
        raise Stale(DONE)
    check_version(wish.version, version)
    wish.version += 1
    wish.asked_at, wish.asked_by, wish.asked_by_name = work.now, work.actor.username, work.actor.name
    wish.confirmed_at = wish.confirmed_by = wish.confirmed_by_name = None
    work.session.add(wish)
    work.audit("ask_clear", "first-day", "Pembersihan data latihan diminta")
    return wish


def confirm_clear(work: Work, version: int | None) -> Practice:
    """A second person wants it, too: from now on the operator may run the command.

    Raises:
        Stale: the office is open, nobody asked, it was done or asked anew since. Forbidden: who asked cannot confirm.
    """
    wish = not_open(work).practice
    if wish is None or wish.cleared_at is not None or wish.confirmed_at is not None:
        raise Stale("Pembersihan tidak sedang menunggu orang kedua. Muat ulang halaman.")
    if wish.asked_by == work.actor.username:
        raise Forbidden(OWN)
    check_version(wish.version, version)
    wish.version += 1
    wish.confirmed_at, wish.confirmed_by, wish.confirmed_by_name = work.now, work.actor.username, work.actor.name
    work.audit("confirm_clear", "first-day", f"Pembersihan data latihan disetujui, diminta oleh {wish.asked_by_name}")
    return wish

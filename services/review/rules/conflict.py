"""Conflict of interest: whom the facts of a case bar, and who acts where every holder of an office is barred."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from services.shared.errors import RuleBroken
from services.shared.rights.conflicts import Colleague, bars
from services.shared.rights.people import Role

Facts = Mapping[str, bool]  # party to whether it bars, of the facts that hold now
RANK = {Role.CAMAT: 2, Role.SECTION_HEAD: 1}
OVERSEERS = {Role.AUDITOR, Role.ADMIN}
SHORTEST = 10  # letters of a reason
NOBODY_LEFT = (
    "Tidak ada lagi yang dapat memeriksa pengaduan ini. Minta administrator menunjuk pejabat pelaksana dahulu."
)
UNSEEN = "Sedikitnya satu auditor atau administrator harus tetap dapat membuka pengaduan ini."
NO_REASON = "Tulis alasannya, paling sedikit 10 huruf: alasan dicatat dan dibaca auditor."


@dataclass(frozen=True)
class Standing:
    """Who acts in a case whose holders of an office are barred.

    For the roles in ``stood_in`` the next in line acts; ``given`` is the supervisor's account where the case is given
    to it; for the roles in ``vacant`` nobody may act until a second person confirms, or an acting head is appointed.
    """

    stood_in: list[str]
    vacant: list[str]
    given: str = ""


def left_out(facts: Facts, staff: Iterable[Colleague], apart: Collection[str] = ()) -> list[str]:
    """The colleagues who have no part in this case and hear nothing of it, as usernames.

    ``apart``: the supervisor's account, which has a part only in what is given to it.
    """
    return sorted(one.username for one in staff if one.username in apart or bars(facts, one.parties))


def apart_from(supervisor: str, given: str) -> list[str]:
    """Whom a case concerns only where it is given to them: the supervisor's account, where there is one."""
    return [supervisor] if supervisor and supervisor != given else []


def standing(
    facts: Facts, staff: Sequence[Colleague], *, confirmed: bool, withheld: Collection[str], supervisor: str
) -> Standing:
    """Who acts where all holders of an office are barred.

    An acting head whom nothing bars acts by the appointment. For the section head the Camat acts. For the Camat the
    supervisor does; the section head only where that is ``confirmed``: by a second person, or by the Camat's own mark.
    Who marked the Camat (``withheld``) acts in no office above.
    """
    free = [one for one in staff if not bars(facts, one.parties)]
    office = {role: _acts(role, staff, free, withheld, supervisor) for role in (Role.CAMAT, Role.SECTION_HEAD)}
    given = supervisor if not office[Role.CAMAT] and supervisor in {one.username for one in free} else ""
    stood_in: list[str] = []
    vacant: list[str] = []
    if not office[Role.CAMAT] and not given:
        (stood_in if confirmed and office[Role.SECTION_HEAD] else vacant).append(str(Role.CAMAT))
    if not office[Role.SECTION_HEAD]:
        (stood_in if office[Role.CAMAT] or given else vacant).append(str(Role.SECTION_HEAD))
    return Standing(sorted(stood_in), sorted(vacant), given)


def _acts(
    role: Role, staff: Sequence[Colleague], free: Sequence[Colleague], withheld: Collection[str], supervisor: str
) -> bool:
    """Whether somebody holds this office in the case, as a holder or as an acting head; so it is where nobody does."""
    if not any(role in one.holds and one.username != supervisor for one in staff):
        return True
    held = [one for one in free if role in one.roles and one.username != supervisor]
    return any(role in one.holds or one.username not in withheld for one in held)


def check_somebody_left(found: Standing) -> None:
    """Raise RuleBroken where nobody would be left to verify, nor to decide."""
    if len(found.vacant) == len(RANK):
        raise RuleBroken(NOBODY_LEFT, {"usernames": [NOBODY_LEFT]})


def check_overseen(facts: Facts, staff: Iterable[Colleague]) -> None:
    """Raise RuleBroken where no auditor or administrator would see the case any more, to ask or to confirm."""
    overseers = [one for one in staff if one.holds & OVERSEERS and Role.SECTION_HEAD not in one.holds]
    if overseers and all(bars(facts, one.parties) for one in overseers):
        raise RuleBroken(UNSEEN, {"usernames": [UNSEEN]})


def check_reason(reason: str, me: str, touched: Iterable[str]) -> None:
    """Who changes what others may see says why; who bars nobody but oneself need not. Raises RuleBroken."""
    if len(reason) < SHORTEST and set(touched) - {me}:
        raise RuleBroken(NO_REASON, {"reason": [NO_REASON]})


def above(one: Colleague, by: Colleague | None) -> bool:
    """Whether somebody holds a higher office than whoever marks them."""
    return _rank(one) > (_rank(by) if by else 0)


def _rank(one: Colleague) -> int:
    return max((RANK.get(role, 0) for role in one.holds), default=0)


def namesakes(facts: Facts, staff: Mapping[str, Colleague]) -> dict[str, str]:
    """Staff whom a reported name or office means, and whom nobody has judged yet: username to name."""
    return {name: one.name for name, one in staff.items() if name not in facts and bars(facts, one.parties)}

"""Things with states, one kind for each table of moves: how a test brings one to a state, and what a verb is told."""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select

from deploy.setup import DEMO_PASSPHRASE
from services.handoffs.tables import outbox
from services.intake import states as intake
from services.intake import verbs as intake_verbs
from services.letters import states as letters
from services.letters import verbs as letters_verbs
from services.registry import states as registry
from services.registry import verbs as registry_verbs
from services.review import states as review
from services.review import verbs as review_verbs
from services.shared.audit.trail import audit
from services.shared.rights.moves import Moves
from services.shared.rights.people import Role
from services.shared.verbs import Verb, Verbs
from tests.support import intake as at_desk
from tests.support import letters as at_letters
from tests.support import registry as at_registry
from tests.support import retention
from tests.support import review as at_review
from tests.support.bodies import body_of
from tests.support.office import TestOffice

Json = dict[str, Any]
PEOPLE = {
    Role.CLERK: "loket1",
    Role.SECTION_HEAD: "kasi",
    Role.CAMAT: "camat",
    Role.TEAM: "tim1",
    Role.REGISTRAR: "registrasi",
    Role.ADMIN: "admin",
    Role.AUDITOR: "auditor",
}
COLLEAGUES = {"loket1": "loket2", "tim1": "tim2"}  # who holds the same role, where two do
HASH = "0" * 64


@dataclass
class Thing:
    """One thing as programs and people reach it. ``about``: what its lines in the trail and its messages are about."""

    office: TestOffice
    kind: Kind
    key: str
    path: str
    case_no: str
    reader: str

    @property
    def page(self) -> str:
        """The address for people."""
        return self.path.replace("/api/", "/", 1)

    def now(self, who: str = "") -> Json:
        """As it is, for somebody who may see all of it."""
        return self.office.person(who or self.reader).ask(self.path)

    def traces(self) -> tuple[int, int]:
        """How many lines its trail has, and how many messages were posted about its case."""
        with self.office.service(self.kind.service).reading() as session:
            lines = select(func.count()).select_from(audit).filter_by(subject=self.key)
            messages = select(func.count()).select_from(outbox).filter_by(case_no=self.case_no)
            return session.scalar(lines) or 0, session.scalar(messages) or 0


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of thing. ``make(kind, office, state, verb)`` brings one to a state, fit for a verb. What a verb is told
    comes of its schema (``bodies``), but for what is ``said`` by hand, and with a ``part`` of the thing, made just now,
    where the verb is about one, or about another thing. ``elsewhere``: moves that need an office that works another
    way, with the tests that try them. ``by_program``: moves that a page makes only together. ``ends``: where nothing
    follows. ``hidden``: the refusal may be that there is no
    such thing.
    """

    name: str
    service: str
    moves: Moves
    lines: Verbs
    make: Callable[[Kind, TestOffice, str, str], Thing]
    born: enum.StrEnum
    ends: frozenset[Any]
    table: str
    unknown: str
    said: Callable[[Thing, str], Json] = lambda _, __: {}
    part: Callable[[Thing, str], Json] = lambda _, __: {}
    rows: Mapping[str, str] = field(default_factory=dict)  # the row of a move, where it is called otherwise
    elsewhere: frozenset[str] = frozenset()
    by_program: frozenset[str] = frozenset()
    states: tuple[str, ...] = ()  # those that ``make`` knows, where not all
    hidden: bool = False
    lasting: bool = True  # made once for all tests that change nothing

    def __post_init__(self) -> None:
        object.__setattr__(self, "states", self.states or tuple(str(state) for state in self.moves.labels))

    @property
    def verbs(self) -> tuple[str, ...]:
        """The moves of people that have a row of their own and bring no file: they are tried in every state."""
        of_people = dict.fromkeys(move.verb for move in self.moves if move.roles - {Role.SYSTEM})
        rows = {verb: self.lines.get(self.row_of(verb)) for verb in of_people}
        return tuple(verb for verb, row in rows.items() if isinstance(row, Verb) and not row.taken)

    def body(self, thing: Thing, verb: str) -> Json:
        """What a verb is told, good wherever it is legal, without the version."""
        return body_of(self.lines[self.row_of(verb)].schema(), self.said(thing, verb))

    def row_of(self, verb: str) -> str:
        """What the row of a move is called."""
        return self.rows.get(verb, verb)

    def doer(self, verb: str, state: str = "") -> str:
        """The account that does a verb in the normal course, in a state where several share it."""
        ways = [move for move in self.moves if move.verb == verb]
        here = [move for move in ways if move.source == state] or ways
        roles = {role for move in here for role in move.roles}
        return PEOPLE[sorted(roles - {Role.SYSTEM})[0]]


# ------------------------------------------------------------------------------------------ the front desk: complaints


def _complaint(kind: Kind, office: TestOffice, state: str, verb: str) -> Thing:
    desk = at_desk.Desk(office).to_state(intake.State(state))
    return Thing(office, kind, desk.case_no, desk.path, desk.case_no, "loket1")


def _said_of_complaint(_: Thing, verb: str) -> Json:
    return {
        "submit_form": at_desk.form(),
        "forward": {"items": at_desk.items(), "signature": at_desk.signature()},
        "return_incomplete": {"items": at_desk.items(evidence="Foto patok"), "signature": at_desk.signature()},
        "hand_over": at_desk.handed(),
        "withdraw": at_desk.withdrawal(),
    }.get(verb, {})


COMPLAINT = Kind(
    name="complaint",
    service="intake",
    moves=intake.MOVES,
    lines=intake_verbs.VERBS,
    make=_complaint,
    said=_said_of_complaint,
    born=intake.State.DRAFT_INTAKE,
    ends=intake.CLOSED - {intake.State.CLOSED_RESOLVED},  # review's word on the end is the last one
    table="complaint",
    unknown="PGD-TIDAK-ADA",
    elsewhere=frozenset({"save_draft"}),  # tests/intake/test_form.py: kept as often as one types
)  # fmt: skip


# ------------------------------------------------------------------------------------------------------ review: cases


def _case(kind: Kind, office: TestOffice, state: str, verb: str) -> Thing:
    desk = at_review.Desk(office)
    if verb == "return_to_camat" and state == "team_assigned":
        case_no, promise = desk.promised()
        desk.do(case_no, "settle_promise", "tim1", promise_id=promise, state="broken")
        return Thing(office, kind, case_no, f"/review/api/cases/{case_no}", case_no, "camat")
    if verb in at_review.AT_MEDIATION and state in at_review.MEDIATED:
        case_no = desk.mediation(state)
        if verb in at_review.MINUTES:
            desk.day_comes(case_no)
        return Thing(office, kind, case_no, f"/review/api/cases/{case_no}", case_no, "camat")
    case_no = desk.case() if state == review.State.CLOSED_WITHDRAWN else desk.case(state)
    if state == review.State.CLOSED_WITHDRAWN:
        desk.withdrawn(case_no)
    if verb in at_review.MINUTES:
        desk.day_comes(case_no)
    return Thing(office, kind, case_no, f"/review/api/cases/{case_no}", case_no, "camat")


def _part_of_case(thing: Thing, verb: str) -> Json:
    desk = at_review.Desk(thing.office)
    if verb == "close_coordination":
        return {"coordination_id": desk.do(thing.case_no, "coordinate", result="")["coordinations"][-1]["id"]}
    if verb == "finish_task":
        return {"task_id": desk.do(thing.case_no, "assign_task")["tasks"][-1]["id"]}
    if verb == "drop_promise":
        promised = desk.do(thing.case_no, "add_promise", desk.leader(thing.case_no), **desk.participant(thing.case_no))
        return {"promise_id": promised["promises"][-1]["id"]}
    if verb in {"note_participant", "add_promise"}:
        return desk.participant(thing.case_no)
    if verb == "record_mediation":
        desk.everybody_came(thing.case_no)
    return {"other_no": ready(CASE, thing.office, review.State.CAMAT_REVIEW).case_no} if verb == "link_case" else {}


CASE = Kind(
    name="case",
    service="review",
    moves=review.MOVES,
    lines=review_verbs.VERBS,
    make=_case,
    said=lambda _, verb: at_review.SAID.get(verb, dict)(),
    part=_part_of_case,
    born=review.State.SECTION_HEAD_REVIEW,
    ends=review.CLOSED,
    table="cases",
    unknown="PGD-TIDAK-ADA",
    hidden=True,
)


# --------------------------------------------------------------------------------------------------- letters: letters


def _letter(kind: Kind, office: TestOffice, state: str, verb: str) -> Thing:
    letter = at_letters.LetterUnderTest(office).to_state(state)
    return Thing(office, kind, letter.id, letter.path, letter.case_no, letter.reader)


def _said_of_letter(thing: Thing, verb: str) -> Json:
    """Only what was read is initialled, approved and signed."""
    if verb in {"save_draft", "submit_draft"}:
        return {"content": at_letters.content()}
    if "draft_no" not in thing.kind.lines[verb].fields:
        return {}
    newest = (thing.now()["drafts"] or [{"no": 1, "sha256": HASH}])[-1]
    key = {"passphrase": DEMO_PASSPHRASE} if verb == "sign" else {}
    return {"draft_no": newest["no"], "sha256": newest["sha256"]} | key


LETTER = Kind(
    name="letter",
    service="letters",
    moves=letters.MOVES,
    lines=letters_verbs.VERBS,
    make=_letter,
    said=_said_of_letter,
    born=letters.State.DRAFTING,
    ends=frozenset({letters.State.CANCELLED}),
    table="letter",
    unknown="3f0e2c52-0f4b-4d5e-9d55-7b8ad1a8a001",
    states=("letter_drafting", "letter_review", "letter_signed", "letter_cancelled"),
    # What an office does that does not sign with its own keys, numbers before, or has a chain of initials: the letters'
    # test_numbers, test_bsre, test_paper, test_initials, test_acting.
    elsewhere=frozenset({"submit_for_initials", "initial", "last_initial", "return_draft", "approve",
                         "send_for_signature", "take_signed", "not_signed", "sign_on_paper", "set_signatory"}),
)  # fmt: skip


# ---------------------------------------------------------------- the registry: letters, ended cases, lists to destroy


def _registered(kind: Kind, office: TestOffice, state: str, verb: str) -> Thing:
    letter = at_registry.LetterUnderTest(office)
    if state == registry.State.VOIDED:
        letter.void()
    else:
        letter.walk(state)
    return Thing(office, kind, letter.id, letter.path, letter.case_no, "registrasi")


REGISTERED = Kind(
    name="registered letter",
    service="registry",
    moves=registry.MOVES,
    lines=registry_verbs.VERBS,
    make=_registered,
    by_program=frozenset(registry.AT_ONCE),  # the page has one button for the three
    said=lambda _, verb: {"copies": at_registry.COPIES} if verb == "copy" else {},
    born=registry.State.RECEIVED,
    ends=frozenset({registry.State.VOIDED}),
    table="letter",
    unknown="3f0e2c52-0f4b-4d5e-9d55-7b8ad1a8a001",
)


def _ended(kind: Kind, office: TestOffice, state: str, verb: str) -> Thing:
    if state == registry.CaseState.AWAITING:
        case = at_registry.CaseUnderTest(office)
        case.end()
        if verb == "retry":  # asked for where it has been tried in vain
            case.complete()
            office.service("intake").store.remove(case.sheet["bucket"], case.sheet["key"])
            at_registry.run_archive(office)
    elif state == registry.CaseState.DESTROYED:
        case, found = retention.listed(office)
        retention.destroyed(office, found)
    else:
        case = retention.archived(office, class_code="oversight")  # what the schedule leaves open may be appraised
    thing = Thing(office, kind, case.case_no, f"/registry/api/archive/{case.case_no}", case.case_no, "registrasi")
    if verb == "release_hold":
        body = {"version": thing.now()["version"], "reason": "Perkara nomor 12/Pdt.G/2031"}
        assert office.person("registrasi").post(f"{thing.path}/hold", json=body).status_code < 300
    return thing


ENDED = Kind(
    name="ended case",
    service="registry",
    moves=registry.CASE_MOVES,
    lines=registry_verbs.VERBS,
    make=_ended,
    born=registry.CaseState.AWAITING,
    ends=frozenset({registry.CaseState.DESTROYED}),
    table="archive_case",
    unknown="PGD-TIDAK-ADA",
)


def _list(kind: Kind, office: TestOffice, state: str, verb: str) -> Thing:
    states = registry.DestructionState
    _, found = retention.listed(office)
    if state == states.DESTROYED:
        retention.destroyed(office, found)
    else:
        way = (("submit", "registrasi"), ("approve", "kasi"), ("approve", "camat"))
        for name, who in way[: list(states).index(states(state))]:
            found.do(name, who)
    if state == states.DESTROYING or (verb == "destroy" and state == states.APPROVED):
        found.allowed()
    if state == states.DESTROYING:
        found.do("destroy", **retention.WITNESSES)
    key = found.path.rpartition("/")[2]
    return Thing(office, kind, key, found.path, key, "registrasi")


def _said_of_list(thing: Thing, verb: str) -> Json:
    if verb == "take_off":
        return {"case_no": (thing.now()["items"] or [{"case_no": "PGD-TIDAK-ADA"}])[0]["case_no"]}
    return retention.WITNESSES if verb == "destroy" else retention.OUTSIDE.get(verb, {})


LIST = Kind(
    name="list of archives",
    service="registry",
    moves=registry.DESTRUCTION_MOVES,
    lines=registry_verbs.VERBS,
    make=_list,
    said=_said_of_list,
    born=registry.DestructionState.DRAFT,
    ends=frozenset({registry.DestructionState.DESTROYED}),
    table="destruction",
    unknown="3f0e2c52-0f4b-4d5e-9d55-7b8ad1a8a001",
    lasting=False,  # one that is sent back takes in the one that was proposed meanwhile
)
KINDS = (COMPLAINT, CASE, LETTER, REGISTERED, ENDED, LIST)

_READY: dict[tuple[int, str, str], Thing] = {}


def ready(kind: Kind, office: TestOffice, state: str) -> Thing:
    """A thing in this state that nobody moves, made once; again where a timed job of another test moved it on."""
    known = (id(office), kind.name, str(state))
    if not kind.lasting:
        return kind.make(kind, office, state, "")
    if known not in _READY or _READY[known].now()["state"] != state:
        _READY[known] = kind.make(kind, office, state, "")
    return _READY[known]

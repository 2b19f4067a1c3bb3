"""Somebody with an account of the broker: no worker does what they want. They can delay and drop; nothing is lost."""

from __future__ import annotations

import copy
import dataclasses
import json
import subprocess
import time
import uuid
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import redis
from celery import Celery
from sqlalchemy import delete, insert, select

from deploy.local.commands import base_env
from deploy.local.servers import Servers
from deploy.processes import worker as worker_command
from services.handoffs import outbox, relay
from services.handoffs.contracts import CONTRACTS
from services.handoffs.envelope import Acknowledgement, Envelope
from services.handoffs.intake_to_review import WITHDRAWAL_REQUESTED
from services.handoffs.operations import refused, status
from services.handoffs.tables import heartbeat, inbox, refused_task
from services.handoffs.tables import outbox as rows
from services.shared.calendar import clock
from services.shared.config.processes import EVERY
from services.shared.jobs import gate, proofs, sending, wire, worker
from services.shared.jobs.refusals import Reason
from tests.support import raw_broker
from tests.support.messages import SAMPLE, Pair, new_case
from tests.support.office import TestOffice

BODY = json.loads(SAMPLE.read_text())
PATIENCE = 30.0
Message = dict[str, Any]


@pytest.fixture(scope="module", autouse=True)
def _clean(office: TestOffice, servers: Servers) -> Iterator[None]:
    """What these tests leave of forged messages, and of a worker that ran, is nothing to other files."""
    yield
    with office.service("review").database.transaction() as session:
        session.execute(delete(refused_task))
        session.execute(delete(heartbeat))
    with redis.Redis.from_url(servers.valkey.url()) as client:
        client.delete(*(queue for name in office.settings for queue in worker.queues(name)))
    office.set_aside()


@pytest.fixture
def review(office: TestOffice) -> Celery:
    """The worker of review as far as its gate: its tasks and their rules."""
    app = worker.make_app("review", office.settings["review"])
    service = dataclasses.replace(office.service("review"))
    relay.attach(app, service, Pair(service, service).inbox)
    worker.check_rules(app)
    return app


@pytest.fixture(scope="module")
def senders(office: TestOffice, processes: dict[str, dict[str, str]], servers: Servers) -> dict[str, Celery]:
    """What each process signs and sends with, by an account that may write into every queue."""
    anywhere = office.settings["review"].model_copy(update={"broker_url": servers.valkey.url(), "task_key": None})
    found = {name: worker.make_app(name, anywhere, web=True) for name in EVERY}
    for name, app in found.items():
        app.sigap_signer = proofs.Signer(name, processes[name]["SIGAP_TASK_KEY"])
    return found


@pytest.fixture
def put(servers: Servers) -> Iterator[Callable[..., bytes]]:
    """What a sender puts into a queue, taken out again before any worker sees it."""
    with redis.Redis.from_url(servers.valkey.url()) as client:

        def put(app: Celery, task: str, queue: str, *args: Any) -> bytes:
            client.delete(queue)
            sending.send(app, task, queue, args, expires=10)
            found = client.rpop(queue)
            assert isinstance(found, bytes)
            return found

        yield put


def envelope(case_no: str = "", **changed: Any) -> Message:
    """A withdrawal that intake asks review for, as it travels."""
    found = Envelope(
        str(uuid.uuid4()), WITHDRAWAL_REQUESTED.kind, 1, "intake", "review", case_no or new_case(), 2,
        clock.now().isoformat(), "uji-korelasi", BODY,
    )  # fmt: skip
    return found.as_dict() | changed


def answer(**changed: Any) -> Message:
    """What registry tells review of a message of review's."""
    told = Acknowledgement(str(uuid.uuid4()), "review", "done", "", new_case(), "uji-korelasi", "registry", 0)
    return vars(told) | changed


def reasons(app: Celery) -> set[Reason]:
    """Why the gate refused what it was asked since the last time."""
    return {reason for _, _, reason in app.sigap_gate.refusals.fetch()}


def true_ones(put: Callable[..., bytes], senders: dict[str, Celery]) -> dict[str, tuple[str, bytes]]:
    """One of each kind of task as it is really sent: its queue, and the message."""
    return {
        "envelopes": ("review", put(senders["intake"], "review.receive", "review", [envelope(), envelope()])),
        "answers": ("review.acks", put(senders["registry"], "review.acknowledge", "review.acks", [answer()])),
        "tick": ("review.ticks", put(senders["beat"], "review.sweep", "review.ticks")),
    }


# A real worker


@pytest.fixture
def running(processes: dict[str, dict[str, str]], tmp_path: Path) -> Iterator[Path]:
    """Review's worker as it runs in an office; its log."""
    log = tmp_path / "log"
    with log.open("w") as out:
        process = subprocess.Popen(worker_command("review"), env=base_env() | processes["review-worker"], stderr=out)
        yield log
        assert process.poll() is None, log.read_text()[-3000:]
        process.terminate()
        process.wait(40)


def eventually(holds: Callable[[], bool], log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, log.read_text()[-4000:]
        time.sleep(0.2)


@pytest.mark.turns(3)
def test_no_account_of_the_broker_makes_a_worker_act(
    running: Path, office: TestOffice, processes: dict[str, dict[str, str]], servers: Servers
) -> None:
    addresses = {name: processes[name]["SIGAP_BROKER_URL"] for name in EVERY}
    forged: list[str] = []

    def hand_in(account: str, queue: str, **more: Any) -> None:
        forged.append(new_case())
        message = raw_broker.message("review.receive", [[envelope(forged[-1])]], routing_key="review", **more)
        raw_broker.put(addresses[account], queue, message)

    open_row = _waiting_row(office)
    elsewhere = raw_broker.signature("letters.receive", [[envelope(sender="review", receiver="letters")]], "letters")
    nameless = raw_broker.message(["x"], [], routing_key="x")  # type: ignore[arg-type]
    junk = (b"junk", b"{}", b"\xff", b"[" * 100_000, json.dumps(nameless).encode())
    for account in ("intake", "letters", "registry", "review"):
        hand_in(account, "review")
        hand_in(account, "review.acks")  # its own routing key says that it came by the right one
        for work in ("chain", "callbacks", "errbacks"):
            hand_in(account, "review", embed={work: [elsewhere]})
        raw_broker.put(addresses[account], "review.acks", _settling(open_row))
        for one in junk:
            raw_broker.put(addresses[account], "review", one)
    hand_in("beat", "review.ticks")
    mapped = {"task": raw_broker.signature("review.receive", [], "review"), "it": [[envelope(forged[0])]]}
    by_map = raw_broker.message("celery.map", [], kwargs=mapped, routing_key=None)
    raw_broker.put(addresses["beat"], "review.ticks", by_map)

    carrier = relay.Relay(worker.make_app("intake", office.settings["intake"], web=True), office.service("intake"))
    true_one = Envelope.from_dict(envelope())
    assert carrier.publish([true_one])
    eventually(lambda: _arrived(office, [true_one.case_no]) == 1, running)
    expected = {"unsigned", "foreign_queue", "embedded_work", "malformed", "unknown_task"}
    eventually(lambda: {row["reason"] for row in _status(office).refused} >= expected, running)
    assert _arrived(office, forged) == 0
    with redis.Redis.from_url(servers.valkey.url()) as client:
        assert not client.exists("letters", "review", "review.acks", "review.unacked")
    with office.service("review").reading() as session:
        assert session.execute(select(rows.c.acked_at).where(rows.c.id == open_row)).scalar_one() is None
    assert not _status(office).well
    page = office.person("admin").get("/review/operations").get_data(as_text=True)
    assert "membawa pekerjaan lain di dalamnya" in page
    assert "sandinya dan kuncinya" in page


def _waiting_row(office: TestOffice) -> uuid.UUID:
    """A message of review's that registry has not taken yet."""
    name, now = uuid.uuid4(), clock.now()
    values = {"kind": "x", "version": 1, "case_no": new_case(), "sequence": 1, "body": {}, "correlation_id": ""}
    due = {"created_at": now, "next_at": now + timedelta(minutes=5), "attempts": 0}
    with office.service("review").database.transaction() as session:
        session.execute(insert(rows).values(id=name, receiver="registry", **values, **due))
    return name


def _settling(row: uuid.UUID) -> Message:
    return raw_broker.message("review.acknowledge", [[answer(id=str(row))]], routing_key="review.acks")


def _arrived(office: TestOffice, cases: list[str]) -> int:
    with office.service("review").reading() as session:
        return len(session.execute(select(inbox.c.id).where(inbox.c.case_no.in_(cases))).all())


def _status(office: TestOffice) -> status.Status:
    return status.read(office.service("review"), (), clock.now())


# By generation, at the gate


def foreign(value: Any) -> list[Any]:
    """Other values of the same shape, and of others."""
    if isinstance(value, dict):
        found: list[Any] = [{**value, "x": 1}, {}, None]
    elif isinstance(value, int | float):
        found = [value + 1, -1, str(value), None]
    else:
        found = [f"{value}x", "", None, 7, ["x"], {"x": 1}]
    return [one for one in found if one != value]


def forgeries(true: Message) -> Iterator[tuple[str, Message]]:
    """The message with each of the things that matter changed, one at a time."""
    (items,) = json.loads(b64decode(true["body"]))[0] or [[]]
    for field in items[0] if items else ():
        for value in foreign(items[0][field]):
            yield f"{field}={value!r:.20}", _with_items(true, [items[0] | {field: value}, *items[1:]])
        missing = {name: kept for name, kept in items[0].items() if name != field}
        yield f"without {field}", _with_items(true, [missing, *items[1:]])
    if items:
        yield "one more", _with_items(true, [*items, items[0] | {"id": str(uuid.uuid4())}])
        yield "none", _with_items(true, [])
    for header in ("task", "sigap_correlation", proofs.HEADER):
        for value in foreign(true["headers"][header]):
            yield f"{header}={value!r:.20}", true | {"headers": true["headers"] | {header: value}}
    for part, told in true["headers"][proofs.HEADER].items():
        for value in [*foreign(told), *(EVERY if part == "sender" else ())]:
            if value != told:
                proof = true["headers"][proofs.HEADER] | {part: value}
                yield f"proof {part}={value!r:.20}", true | {"headers": true["headers"] | {proofs.HEADER: proof}}
    for header, value in {"eta": "2031-01-01T00:00:00", "group": "x", "retries": 3, "timelimit": [9999, 9999],
                          "stamps": {"x": "y"}, "lang": "rb"}.items():  # fmt: skip
        yield f"{header}", true | {"headers": true["headers"] | {header: value}}
    for work in raw_broker.EMBED:
        args, kwargs, embed = json.loads(b64decode(true["body"]))
        yield (
            work,
            _with_body(true, [args, kwargs, embed | {work: [raw_broker.signature("review.sweep", [], "review")]}]),
        )
        yield "kwargs", _with_body(true, [args, {"x": 1}, embed])


def _with_items(true: Message, items: list[Any]) -> Message:
    return _with_body(true, [[items], *json.loads(b64decode(true["body"]))[1:]])


def _with_body(true: Message, body: list[Any]) -> Message:
    return copy.deepcopy(true) | {"body": b64encode(json.dumps(body).encode()).decode()}


@pytest.mark.parametrize("kind", ["envelopes", "answers", "tick"])
def test_nothing_of_a_task_can_be_changed(
    review: Celery, put: Callable[..., bytes], senders: dict[str, Celery], kind: str
) -> None:
    queue, raw = true_ones(put, senders)[kind]
    tried = 0
    for what, forged in forgeries(json.loads(raw)):
        assert review.sigap_gate.admitted(queue, json.dumps(forged).encode()) is None, what
        assert reasons(review), what
        tried += 1
    assert tried > 40
    assert review.sigap_gate.admitted(queue, raw) is not None, "the true one"
    assert not reasons(review)


def test_what_a_sender_says_of_delivery_is_not_believed(
    review: Celery, put: Callable[..., bytes], senders: dict[str, Celery]
) -> None:
    queue, raw = true_ones(put, senders)["envelopes"]
    message = json.loads(raw)
    message["headers"] |= {"id": "x", "root_id": ["x"], "expires": {}, "origin": 7, "redelivered": True, "chord": "x"}
    message["properties"] |= {"priority": "9", "delivery_tag": "x", "reply_to": "letters", "delivery_info": None}
    passed = json.loads(review.sigap_gate.admitted(queue, json.dumps(message).encode()) or b"{}")
    assert passed["properties"]["delivery_info"] == {"exchange": "", "routing_key": queue}
    assert passed["properties"]["delivery_tag"] != "x"
    assert set(passed["headers"]) == {
        *wire.NEUTRAL, *wire.PLAIN, "task", "id", "root_id", "sigap_correlation", proofs.HEADER
    }  # fmt: skip
    assert review.sigap_gate.admitted(queue, json.dumps(passed).encode()), "after a lost worker it comes again"


@pytest.mark.parametrize("queue", ["review", "review.acks", "review.ticks", "registry.checks", "celery"])
def test_a_task_comes_by_its_own_queue_only(
    review: Celery, put: Callable[..., bytes], senders: dict[str, Celery], queue: str
) -> None:
    for own, raw in true_ones(put, senders).values():
        assert (review.sigap_gate.admitted(queue, raw) is not None) == (queue == own)


@pytest.mark.parametrize("signer", EVERY)
def test_a_key_speaks_for_its_owner_only(
    review: Celery, put: Callable[..., bytes], senders: dict[str, Celery], signer: str
) -> None:
    """A stolen service has its own key, and may say what it may say anyway."""
    admitted = review.sigap_gate.admitted
    may_send = {sender for sender, receiver in CONTRACTS.pairs() if receiver == "review"}
    may_answer = {receiver for sender, receiver in CONTRACTS.pairs() if sender == "review"}
    app = senders[signer]
    for other in EVERY:
        mine = other == signer
        handed = put(app, "review.receive", "review", [envelope(sender=other)])
        assert bool(admitted("review", handed)) == (mine and signer in may_send), other
        told = put(app, "review.acknowledge", "review.acks", [answer(receiver=other)])
        assert bool(admitted("review.acks", told)) == (mine and signer in may_answer), other
    for elsewhere in ("intake", "letters", "registry", "semua"):
        handed = put(app, "review.receive", "review", [envelope(sender=signer, receiver=elsewhere)])
        assert not admitted("review", handed)
        assert not admitted("review.acks", put(app, "review.acknowledge", "review.acks", [answer(sender=elsewhere)]))
    assert bool(admitted("review.ticks", put(app, "review.sweep", "review.ticks"))) == (signer in {"beat", "review"})
    reasons(review)


# What was recorded, played again


def test_a_recorded_envelope_has_no_second_effect(office: TestOffice) -> None:
    pair = Pair(office.service("intake"), office.service("review"))
    first = pair.post(case := new_case())
    pair.settle(pair.take(first))
    for _ in range(3):
        pair.take(first)
    assert pair.effects(case) == [1]


def test_a_recorded_refusal_does_not_stop_what_was_sent_anew(office: TestOffice) -> None:
    pair = Pair(office.service("intake"), office.service("review"))
    first = pair.post(case := new_case())
    recorded = [Acknowledgement.of(first, "dead", "RuleBroken: dulu")]
    pair.settle(recorded)
    with pair.sender.database.transaction() as session:
        assert outbox.replay(session, uuid.UUID(first.id))
    pair.settle(recorded)
    assert pair.states(case) == ["waiting"]
    pair.settle([dataclasses.replace(recorded[0], replays=1)])
    assert pair.states(case) == ["refused"]


@pytest.mark.parametrize("outcome", ["done", "dead"])
def test_only_whom_a_message_is_for_settles_it(office: TestOffice, outcome: str) -> None:
    pair = Pair(office.service("intake"), office.service("review"))
    first = pair.post(case := new_case())
    pair.settle([dataclasses.replace(Acknowledgement.of(first, outcome), receiver="registry")])
    assert pair.states(case) == ["waiting"]


def test_a_recorded_tick_does_nothing(
    review: Celery, put: Callable[..., bytes], senders: dict[str, Celery], processes: dict[str, dict[str, str]]
) -> None:
    admitted, raw = review.sigap_gate.admitted, put(senders["beat"], "review.sweep", "review.ticks")
    assert admitted("review.ticks", raw)
    assert not admitted("review.ticks", raw)
    spelt = json.loads(raw)
    spelt["headers"][proofs.HEADER]["signature"] = spelt["headers"][proofs.HEADER]["signature"][:-3] + "x=="
    assert not admitted("review.ticks", json.dumps(spelt).encode()), "the same signature in other letters"
    signer, now = proofs.Signer("beat", processes["beat"]["SIGAP_TASK_KEY"]), clock.now().timestamp()
    late = now - worker.tick("review", "sweep").expires
    for at, taken in ((now - 3600, False), (late, False), (now - 1, True), (now + 60, True), (now + 3600, False)):
        proof = signer.sign("review.sweep", "review.ticks", [], {}, at)
        message = raw_broker.message("review.sweep", [], routing_key="review.ticks", **{proofs.HEADER: proof})
        assert bool(admitted("review.ticks", json.dumps(message).encode())) == taken, at - now
    assert Reason.CLOCK in reasons(review)


# What is left to a stolen account, and what goes on


def test_a_dropped_message_comes_again(
    office: TestOffice, processes: dict[str, dict[str, str]], review: Celery
) -> None:
    intake = office.service("intake")
    carrier = relay.Relay(worker.make_app("intake", intake.settings, web=True), intake)
    office.set_aside()
    posted = Pair(intake, office.service("review")).post(new_case())
    with redis.Redis.from_url(processes["review"]["SIGAP_BROKER_URL"]) as stolen:
        stolen.delete("review")
        assert carrier.publish([posted])
        stolen.delete("review")  # dropped
        with intake.database.transaction() as session:
            outbox.all_due_now(session)
        assert carrier.sweep() == 1
        again = stolen.rpop("review")
    assert isinstance(again, bytes)
    (items,) = json.loads(b64decode(json.loads(review.sigap_gate.admitted("review", again) or b"")["body"]))[0]
    assert [item["id"] for item in items] == [posted.id]


def test_a_row_of_before_the_upgrade_is_signed_when_it_is_sent(
    office: TestOffice, review: Celery, servers: Servers
) -> None:
    intake = office.service("intake")
    office.set_aside()
    values = {"kind": WITHDRAWAL_REQUESTED.kind, "version": 1, "case_no": new_case(), "sequence": 1, "body": BODY}
    old = clock.now() - timedelta(days=3)
    with intake.database.transaction() as session:
        about = {"id": uuid.uuid4(), "receiver": "review", "correlation_id": "", "created_at": old, "next_at": old}
        session.execute(insert(rows).values(**values, **about, attempts=0))
    with redis.Redis.from_url(servers.valkey.url()) as client:
        client.delete("review")
        assert relay.Relay(worker.make_app("intake", intake.settings, web=True), intake).sweep() == 1
        assert review.sigap_gate.admitted("review", client.rpop("review"))  # type: ignore[arg-type]
    office.set_aside()


# The release that still takes unsigned tasks, and a change of keys


def test_unsigned_tasks_are_taken_with_a_warning_for_one_release(office: TestOffice, review: Celery) -> None:
    lenient = gate.Gate(review, proofs.Known(office.settings["review"].task_keys), accepts_unsigned=True)
    unsigned = envelope()
    del unsigned["replays"]  # as the release before writes it
    plain = raw_broker.message("review.receive", [[unsigned]], routing_key="review")
    assert lenient.admitted("review", json.dumps(plain).encode())
    old_answer = {name: value for name, value in answer().items() if name not in {"receiver", "replays"}}
    told = raw_broker.message("review.acknowledge", [[old_answer]], routing_key="review.acks")
    assert lenient.admitted("review.acks", json.dumps(told).encode())
    for ends, taken in (("2020-01-01T00:00:00+00:00", False), ("2090-01-01T00:00:00+00:00", True), (None, True)):
        tick = raw_broker.message("review.sweep", [], routing_key="review.ticks", expires=ends)
        assert bool(lenient.admitted("review.ticks", json.dumps(tick).encode())) == taken
    assert {found[2] for found in lenient.refusals.fetch()} == {Reason.UNSIGNED_ACCEPTED}
    foreign_work = raw_broker.message("review.receive", [[unsigned]], routing_key="review", embed={"chain": ["x"]})
    assert not lenient.admitted("review", json.dumps(foreign_work).encode())
    assert gate.release("0.1.0") <= gate.LAST_TO_ACCEPT < gate.release("0.3.0")
    assert not review.sigap_gate.admitted("review", json.dumps(plain).encode()), "a new office refuses at once"
    assert reasons(review) == {Reason.UNSIGNED}


def test_a_key_is_changed_while_messages_are_under_way(
    review: Celery, put: Callable[..., bytes], senders: dict[str, Celery]
) -> None:
    raw = put(senders["intake"], "review.receive", "review", [envelope()])
    former, new = senders["intake"].sigap_signer.public, proofs.public_of(proofs.new_key())
    for listed, taken in ((f"intake={new},intake={former}", True), (f"intake={new}", False), ("", False)):
        changed = gate.Gate(review, proofs.Known(listed), accepts_unsigned=False)
        assert bool(changed.admitted("review", raw)) == taken


def test_a_process_whose_key_nobody_knows_does_not_start(office: TestOffice) -> None:
    from pydantic import SecretStr

    values = office.settings["review"]
    with pytest.raises(proofs.NoKey, match="sigap migrate"):
        worker.make_app("review", values.model_copy(update={"task_key": SecretStr(proofs.new_key())}))
    with pytest.raises(proofs.NoKey, match="SIGAP_TASK_KEY"):
        sending.send(worker.make_app("review", values.model_copy(update={"task_key": None})), "x", "x")


def test_every_reason_has_words_for_people() -> None:
    assert set(refused.LABELS) == set(Reason)

"""Letters registered by many processes that are killed in the middle: no gap, no repeat, each file says its number."""

from __future__ import annotations

import multiprocessing
import random
import time
import uuid
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from deploy.setup import settings_of
from services.registry.actions.numbering import assign_number
from services.registry.actions.registering import record_register
from services.registry.actions.stamping import stamp
from services.registry.queries import letters
from services.registry.states import State
from services.shared.config import office as offices
from services.shared.rights.people import Actor, Role
from services.shared.unit_of_work import Service, build

WORKERS = 8
OLD_YEAR = datetime(2026, 12, 31, 15, 59, 50, tzinfo=UTC)  # 23.59 in the office
NEW_YEAR = datetime(2026, 12, 31, 16, 0, 10, tzinfo=UTC)  # ten seconds into the next year
REGISTRAR = Actor(None, "registrasi", "Contoh Lumentut", frozenset({Role.REGISTRAR}))
Act = Callable[[dict[str, str], Sequence[str]], None]
_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(
    ["services.shared.signing.inspection", "services.shared.signing.pades", "tests.registry.storm"]
)


def register_all(env: dict[str, str], ids: Sequence[str]) -> None:
    """What one process does: each letter from where it is to its seal, half of them before midnight, half after."""
    values = settings_of(env)
    service = build("registry", values, offices.load(values.office_file))
    for letter_id in ids:
        moment = OLD_YEAR if uuid.UUID(letter_id).int % 2 else NEW_YEAR
        _register(service, uuid.UUID(letter_id), moment)


def _register(service: Service, letter_id: uuid.UUID, moment: datetime) -> None:
    with service.reading() as session:
        state = State(letters.one(session, letter_id).state)
    if state == State.RECEIVED:
        with service.work(REGISTRAR, moment) as work:
            record_register(work, letter_id, None)
        state = State.REGISTERED
    if state == State.REGISTERED:
        with service.work(REGISTRAR, moment) as work:
            assign_number(work, letter_id, None)
        state = State.NUMBERED
    if state == State.NUMBERED:
        stamp(service, REGISTRAR, letter_id, None)


def storm(
    env: dict[str, str], ids: Sequence[str], kills: int, seconds: float, act: Act = register_all, workers: int = WORKERS
) -> int:
    """Run the processes, killing one now and then and starting it again; returns how many were killed."""
    shares = [list(ids[index::workers]) for index in range(workers)]
    running = [_started(act, env, share) for share in shares]
    chance, killed, end = random.Random(8493), 0, time.monotonic() + seconds
    while any(worker.is_alive() or worker.exitcode for worker in running):
        assert time.monotonic() < end, "the letters were not registered in time"
        running[0].join(0.05 + chance.random() * 0.2)
        for index, worker in enumerate(running):
            if worker.exitcode not in (None, 0):
                running[index] = _started(act, env, shares[index])
        alive = [index for index, worker in enumerate(running) if worker.is_alive()]
        if alive and killed < kills:
            running[chance.choice(alive)].kill()
            killed += 1
    return killed


def _started(act: Act, env: dict[str, str], share: list[str]) -> multiprocessing.process.BaseProcess:
    worker = _context.Process(target=act, args=(env, share), daemon=True)
    worker.start()
    return worker

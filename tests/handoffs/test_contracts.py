"""Each version of each contract has a golden sample that loads; samples are never edited."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from services.handoffs.contract import SERVICES, Contract
from services.handoffs.contracts import CONTRACTS
from services.shared.jobs.worker import queues

SAMPLES = Path(__file__).parent / "samples"


def sample_of(contract: Contract) -> Path:
    return SAMPLES / f"{contract.sender}_to_{contract.receiver}.{contract.kind}.v{contract.version}.json"


@pytest.mark.parametrize("contract", CONTRACTS.all, ids=lambda c: sample_of(c).stem)
def test_the_golden_sample_loads_and_dumps_to_itself(contract: Contract) -> None:
    golden = json.loads(sample_of(contract).read_text())
    assert contract.dump(contract.load(golden)) == golden


def test_every_sample_belongs_to_a_contract() -> None:
    assert {path.name for path in SAMPLES.iterdir()} == {sample_of(c).name for c in CONTRACTS.all}


def test_versions_of_a_kind_have_no_gap() -> None:
    for contract in CONTRACTS.all:
        newest = CONTRACTS.newest(contract.kind, contract.sender, contract.receiver)
        for version in range(1, newest + 1):
            assert CONTRACTS.find(contract.kind, version, contract.sender, contract.receiver)


def test_only_services_hand_over_and_nobody_to_himself() -> None:
    for sender, receiver in CONTRACTS.pairs():
        assert {sender, receiver} <= set(SERVICES)
        assert sender != receiver


def test_no_contract_carries_a_secret_or_a_full_identity_number() -> None:
    def names(schema: object) -> set[str]:
        found: set[str] = set()
        for name, field in schema._declared_fields.items():  # type: ignore[attr-defined]
            found.add(name)
            inner = getattr(field, "inner", field)
            if hasattr(inner, "schema"):
                found |= names(type(inner.schema))
        return found

    for contract in CONTRACTS.all:
        assert not names(contract.schema) & {"nik", "passphrase", "password", "token"}, contract.kind


def test_each_service_serves_the_queues_that_are_used() -> None:
    used = {receiver for _, receiver in CONTRACTS.pairs()} | {f"{sender}.acks" for sender, _ in CONTRACTS.pairs()}
    used |= {f"{name}.ticks" for name in SERVICES}
    assert used == {queue for name in SERVICES for queue in queues(name)}

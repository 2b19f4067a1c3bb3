"""Property: whatever the broker drops, repeats, delays or reorders, effects happen exactly once and in order."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from services.handoffs import outbox
from services.handoffs.envelope import Acknowledgement, Envelope
from tests.support.messages import Pair, new_case
from tests.support.office import TestOffice

PLACE = st.integers(min_value=0, max_value=10**6)


class UnreliableBroker(RuleBasedStateMachine):
    """Two cases travel from intake to review through a broker that keeps no promise."""

    office: TestOffice

    @initialize()
    def begin(self) -> None:
        """Fresh cases, in the order in which the sweeper sends them, and an empty broker."""
        self.pair = Pair(self.office.service("intake"), self.office.service("review"))
        self.cases = sorted([new_case(), new_case()])
        self.posted = dict.fromkeys(self.cases, 0)
        self.messages: list[Envelope] = []
        self.acks: list[Acknowledgement] = []

    @rule(which=st.integers(0, 1), published=st.booleans())
    def post(self, which: int, published: bool) -> None:
        """An action commits; its publish may fail."""
        message = self.pair.post(self.cases[which])
        self.posted[self.cases[which]] += 1
        if published:
            self.messages.append(message)

    @precondition(lambda self: self.messages)
    @rule(place=PLACE, keep=st.booleans())
    def deliver(self, place: int, keep: bool) -> None:
        """Any message arrives, perhaps not for the last time."""
        place %= len(self.messages)
        message = self.messages[place] if keep else self.messages.pop(place)
        self.acks += self.pair.take(message)

    @precondition(lambda self: len(self.messages) > 1)
    @rule(place=PLACE)
    def deliver_batch(self, place: int) -> None:
        """Several arrive together, in any order."""
        cut = place % len(self.messages) + 1
        batch, self.messages = self.messages[:cut], self.messages[cut:]
        self.acks += self.pair.take(*reversed(batch))

    @precondition(lambda self: self.messages)
    @rule(place=PLACE)
    def drop(self, place: int) -> None:
        """The broker forgets a message."""
        self.messages.pop(place % len(self.messages))

    @precondition(lambda self: self.acks)
    @rule(place=PLACE, keep=st.booleans())
    def acknowledge(self, place: int, keep: bool) -> None:
        """Any acknowledgement arrives, perhaps again later."""
        place %= len(self.acks)
        self.pair.settle([self.acks[place] if keep else self.acks.pop(place)])

    @precondition(lambda self: self.acks)
    @rule(place=PLACE)
    def drop_acknowledgement(self, place: int) -> None:
        """The broker forgets an acknowledgement."""
        self.acks.pop(place % len(self.acks))

    @rule()
    def sweep(self) -> None:
        """All open rows are due and sent again."""
        self.messages += self._swept()

    @invariant()
    def effects_are_a_beginning_of_what_was_posted(self) -> None:
        """At every moment: 1, 2, 3 … without a hole, a repeat or one too many."""
        for case_no in getattr(self, "cases", []):
            effects = self.pair.effects(case_no)
            assert effects == list(range(1, len(effects) + 1))
            assert len(effects) <= self.posted[case_no]

    def teardown(self) -> None:
        """The sweeper alone brings everything to its end."""
        if not hasattr(self, "cases"):
            return
        for _ in range(sum(self.posted.values()) + 1):
            self.pair.settle(self.pair.take(*self._swept()))
        for case_no in self.cases:
            assert self.pair.effects(case_no) == list(range(1, self.posted[case_no] + 1))
            assert self.pair.states(case_no) == ["received"] * self.posted[case_no]

    def _swept(self) -> list[Envelope]:
        with self.pair.sender.database.transaction() as session:
            outbox.all_due_now(session)
            due = outbox.claim_due(session, "intake", 3600, 10_000, [])
        return [envelope for envelope in due if envelope.case_no in self.cases]


def test_effects_happen_exactly_once_and_in_order(office: TestOffice) -> None:
    examples = int(os.environ.get("SIGAP_TEST_EXAMPLES", "40"))
    UnreliableBroker.office = office
    UnreliableBroker.TestCase.settings = settings(
        max_examples=examples, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
    )
    UnreliableBroker.TestCase("runTest").runTest()

"""Every form of every page that people can reach, filled with what breaks programs: refused, or shown escaped."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator

import pytest
from werkzeug.test import TestResponse

from tests.fuzz.naughty import DATES, NUMBERS, RAW, TEXTS
from tests.fuzz.pages import TYPED, PageForm, forms
from tests.support.cases import PlayedCase
from tests.support.office import Person, TestOffice
from tests.support.sampling import WHOLE
from tests.trust.test_every_route import Call, calls

PEOPLE = ("loket1", "kasi", "camat", "tim1", "registrasi", "admin") if WHOLE else ("loket1", "camat", "tim1")
STAGES = PlayedCase.STAGES if WHOLE else ("forwarded", "disposed", "drafting")
EACH = len(TEXTS) if WHOLE else 3  # texts for a form each time it is met; the next time it gets the next ones
# What these do stays: they end sessions and accounts, let others act, or make figures public.
STAYS = {"sign_in.sign_out", "account.end_session", "account.change_password", "account.renew_codes", "pages.appoint",
         "survey.publish_survey", "survey.kiosk", "staff.set_roles", "staff.close_account", "staff.reset_password",
         "staff.reset_factor", "staff.link_provider"}  # fmt: skip
GOOD = {200, 201, 204, 302, 303, 400, 403, 404, 409, 413, 422, 429}
SAYS_WHY = ("Isian belum benar", "alert-danger", "error-summary", "is-invalid")
ID = re.compile(r'\sid="([^"]+)"')
TEXT_OF = itertools.cycle(TEXTS.values())
DATE_OF, NUMBER_OF = itertools.cycle(DATES), itertools.cycle(NUMBERS)


@pytest.fixture(scope="module")
def cases(office: TestOffice) -> list[PlayedCase]:
    """A case at each of the stages; what it told others is delivered before the next one sets it aside."""
    made = []
    for stage in STAGES:
        made.append(PlayedCase(office, f"Penanda Borang {stage}", until=stage))
        office.pump()
    return made


def pages(office: TestOffice, case: PlayedCase, username: str, *, common: bool) -> Iterator[tuple[Call, str]]:
    """Every page about a case that this person may see; with ``common`` those of the office, too."""
    for call in calls(office, ["GET"], case, most=1):
        about = call.rule.arguments & {"case_no", "letter_id"}
        if "/api/" in call.path or call.path.endswith((".pdf", ".png")) or not (about or common):
            continue
        answer = office.person(username).get(call.path)
        assert answer.status_code < 500 or call.rule.endpoint == "health.readyz", f"{username}: {call}"
        if answer.status_code == 200 and answer.mimetype == "text/html":
            yield call, answer.get_data(as_text=True)


def fillings(form: PageForm) -> Iterator[dict[str, list[str]]]:
    """What is sent: all texts at once, then each field that has a kind of its own by itself."""
    if form.of_kind(*TYPED):
        yield from (form.typed(text) for text in itertools.islice(TEXT_OF, EACH))
    for name in form.of_kind("date"):
        yield from (form.with_one(name, day) for day in itertools.islice(DATE_OF, len(DATES) if WHOLE else 1))
    for name in form.of_kind("number", "hidden"):
        if name != "csrf_token":
            yield from (form.with_one(name, text) for text in itertools.islice(NUMBER_OF, len(NUMBERS) if WHOLE else 1))
    for name in form.of_kind("select", "radio", "checkbox"):
        yield form.with_one(name, next(TEXT_OF))


def sent(person: Person, form: PageForm, body: dict[str, list[str]]) -> TestResponse:
    if form.method == "POST":
        return person.post(form.action, data=body)
    return person.get(form.action, query_string=body)


def wrong_with(answer: TestResponse) -> str:
    """What is wrong with an answer: it must refuse clearly or take the input, and never show it as markup."""
    if answer.status_code not in GOOD:
        return f"status {answer.status_code}"
    if "Set-Cookie: x=1" in str(answer.headers):
        return "a header was written by what was typed"
    text = answer.get_data(as_text=True) if answer.mimetype.startswith("text/") else ""
    shown = [raw for raw in RAW if raw in text]
    if shown:
        return f"shows {shown} as it was typed"
    silent = answer.status_code == 422 and answer.mimetype == "text/html" and not any(word in text for word in SAYS_WHY)
    return "refused without a word" if silent else ""


@pytest.mark.turns(3)
def test_naughty_input_is_refused_clearly_or_shown_escaped(office: TestOffice, cases: list[PlayedCase]) -> None:
    met: Counter[tuple[str, tuple[str, ...]]] = Counter()
    twice: set[tuple[str, str]] = set()
    answers: Counter[int] = Counter()
    troubles: list[str] = []
    for case, username in itertools.product(cases, PEOPLE):
        person = office.person(username)
        for call, text in list(pages(office, case, username, common=case is cases[0])):
            twice |= {(call.rule.endpoint, name) for name, times in Counter(ID.findall(text)).items() if times > 1}
            for form in forms(text, call.path):
                adapter = office.app(call.service).url_map.bind("localhost")
                endpoint = str(adapter.match(form.action, method=form.method)[0])
                met[endpoint, form.shape] += 1
                if endpoint in STAYS or (met[endpoint, form.shape] > 1 and not WHOLE):
                    continue
                for body in fillings(form):
                    answer = sent(person, form, body)
                    answers[answer.status_code] += 1
                    if trouble := wrong_with(answer):
                        typed = {name: values[0][:40] for name, values in body.items() if name != "csrf_token"}
                        troubles.append(f"{username}: {form.action}: {trouble}: {typed}")
    assert not troubles, "\n".join(troubles)
    office.pump()  # whatever was taken is taken by its receivers, too
    for case, username in itertools.product(cases, PEOPLE if WHOLE else PEOPLE[:1]):
        for call, text in pages(office, case, username, common=case is cases[0]):
            assert not [raw for raw in RAW if raw in text], f"{username}: {call}"
    assert len(met) > 40, met
    assert answers[302] + answers[303] > 10, answers
    assert answers[422] > 60, answers
    assert not twice, "ids that stand twice on a page, so that labels lead to the wrong field"

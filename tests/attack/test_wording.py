"""An administrator's wording of letters that recurses, eats time and memory, or waits in a branch that nobody tries."""

from __future__ import annotations

import time
from typing import Any

import pytest

from tests.letters.test_templates import KIND, PAGE, _from_the_files, form  # noqa: F401 -- a fixture: the office's files
from tests.support.letters import LetterUnderTest, person
from tests.support.office import TestOffice

NEVER = '{%% if case_no == "TIDAK-PERNAH" %%}%s{%% endif %%}'
HOSTILE = {
    "recursion": "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}",
    "deep parentheses": "{{ " + "(" * 1500 + "title" + ")" * 1500 + " }}",
    "deep branches": "{% if title %}" * 400 + "x" + "{% endif %}" * 400,
    "loops in loops": "{% for a in conclusion %}" * 6 + "{% endfor %}" * 6,
    "a wide field": "{{ title|center(200000000)|length }}",
    "a long number": "{{ '%0200000000d'|format(1)|length }}",
    "doubling": "{% set x = title %}" + "{% set x = x ~ x %}" * 28 + "{{ x|length }}",
    "a block called again": "{% block a %}{{ self.a() }}{% endblock %}",
    "a hidden loop": NEVER % "{% for a in conclusion %}x{% endfor %}",
    "a hidden wide field": NEVER % "{{ title|center(200000000) }}",
    "a hidden mistake": NEVER % "{{ title < 3 }}",
    "a hidden attribute": NEVER % "{{ title.x.y }}",
    "a hidden filter": NEVER % "{{ title|tidakada }}",
    "a hidden nothing": "{% if category == 'Tanah' %}{% else %}Ada isinya.{% endif %}",
}


@pytest.mark.parametrize("way", ["save", "preview"])
@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_found_at_saving_and_costs_nothing(office: TestOffice, name: str, way: str) -> None:
    admin, sent = person(office, "admin"), form(office, body="Isi surat.\n\n" + HOSTILE[name])
    if name == "a hidden nothing":
        sent["content.body"] = HOSTILE[name]
    begun = time.monotonic()
    answer = admin.post(PAGE if way == "save" else f"{PAGE}/preview", data=sent)
    assert time.monotonic() - begun < 10
    assert answer.status_code in ({422} if way == "save" else {200})
    assert way == "save" or "Gambar belum dapat dibuat" in answer.text or name == "a hidden nothing"


@pytest.mark.parametrize(
    "text",
    [
        "{% if confidential and not to_applicant %}A{% elif recommendation or village == 'Makasili' %}B{% endif %}",
        "{{ title|upper }} {{ village|default('-') }} {{ 'ya' if confidential else 'tidak' }} {{ title ~ received }}",
        "{# catatan #}{% if 'tanah' in title and category != 'Lainnya' %}Tanah.{% endif %}",
    ],
)
def test_what_an_office_writes_is_written(office: TestOffice, text: str) -> None:
    answer = person(office, "admin").post(PAGE, data=form(office, closing=f"Salam. {text}"))
    assert answer.status_code == 302, answer.text
    content: dict[str, Any] = LetterUnderTest(office, letter_kind=KIND).now()["content"]
    assert content["closing"].startswith("Salam.")

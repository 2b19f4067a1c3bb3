"""The verbs of an application as it runs: its tables, its routes, and what its rights page says of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import html
from werkzeug.routing import Rule

from services.shared.rights.people import CITIZEN, ROLE_LABELS, Role
from services.shared.verbs import Verb, Verbs
from tests.support.office import TestOffice

CHANGING = {"POST", "PUT", "PATCH", "DELETE"}
SAMPLES = {"UUIDConverter": "3f0e2c52-0f4b-4d5e-9d55-7b8ad1a8a001", "IntegerConverter": 1}


@dataclass(frozen=True)
class Route:
    """One way to a view: by which method and address."""

    service: str
    method: str
    rule: Rule
    view: Any

    def __str__(self) -> str:
        return f"{self.method} {self.rule.rule} ({self.rule.endpoint})"

    @property
    def path(self) -> str:
        """An address of it, of a thing that there is not."""
        arguments = {}
        for name in self.rule.arguments:
            converter = self.rule._converters[name]
            made_up = SAMPLES.get(type(converter).__name__, "tidak-ada")
            arguments[name] = next(iter(converter.items)) if hasattr(converter, "items") else made_up
        built = self.rule.build(arguments)
        assert built is not None
        return str(built[1])

    @property
    def is_api(self) -> bool:
        """Whether programs use it."""
        return self.rule.rule.startswith(f"/{self.service}/api/")

    @property
    def verb(self) -> str:
        """The verb that it does; empty for one that does none."""
        return str(getattr(self.view, "verb", ""))

    @property
    def allowed(self) -> frozenset[Role] | None:
        """The roles that the door lets through; None: everybody."""
        allowed: frozenset[Role] | None = self.view.allowed
        return allowed

    @property
    def is_built(self) -> bool:
        """Whether the builder made it of a verb's row, so that it calls the row's action."""
        return self.view.__qualname__ in {"_posted.<locals>.act", "_operation.<locals>.act"}


def tables(office: TestOffice, service: str) -> tuple[Verbs, ...]:
    """The tables of verbs of a service: its own first."""
    found: tuple[Verbs, ...] = office.app(service).extensions["sigap_verbs"]
    return found


def routes(office: TestOffice, service: str, methods: set[str]) -> Iterator[Route]:
    """Every route of a service by these methods."""
    app = office.app(service)
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) & methods):
            yield Route(service, method, rule, app.view_functions[rule.endpoint])


def table_of(office: TestOffice, route: Route) -> Verbs:
    """The table that a route's verb stands in."""
    return next(table for table in tables(office, route.service) if table.rights is route.view.rights)


def row_of(office: TestOffice, route: Route) -> Verb:
    """The row of a route's verb."""
    return table_of(office, route)[route.verb]


Said = dict[tuple[str, str], frozenset[Role | str]]  # (part of the page, words of a verb): who may


def said(page: str) -> Said:
    """What a rights page tells: who may what, by the headings of its parts. ``CITIZEN.name`` stands for everybody."""
    known: dict[str, Role | str] = {label: role for role, label in ROLE_LABELS.items()} | {CITIZEN.name: CITIZEN.name}
    found: Said = {}
    for card in html.document_fromstring(page).xpath("//section[.//table]"):
        title = card.xpath(".//h2")[0].text_content().strip()
        heads = [head.text_content().strip() for head in card.xpath(".//thead//th")]
        for line in card.xpath(".//tbody/tr"):
            words, *cells = [cell.text_content().strip() for cell in line.xpath("./th|./td")]
            assert (title, words) not in found, f"{title}: {words} stands there twice"
            may = (head for head, cell in zip(heads[1:], cells, strict=True) if cell not in {"", "–"})
            found[title, words] = frozenset(known[head] for head in may if head in known)
    return found

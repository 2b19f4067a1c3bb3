"""Counts what a person does on pages: presses of a button, and fields typed or chosen beyond what stands there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from lxml import html

from tests.support.office import TestOffice


@dataclass
class Presses:
    """A case worked on by its pages alone. ``done``: for each press who, which verb, which fields were filled in."""

    office: TestOffice
    done: list[tuple[str, str, tuple[str, ...]]] = field(default_factory=list)

    def press(self, who: str, page: str, verb: str, **filled: Any) -> str:
        """Open the page, fill in the form of a verb, press its button once; the address of the page that follows."""
        person = self.office.person(who)
        answer = person.get(page)
        assert answer.status_code == 200, f"{who} {page}: {answer.status_code}"
        document: Any = html.document_fromstring(answer.get_data(as_text=True))
        found = [(one, one.get("action")) for one in document.iter("form")]
        found += [(_form_of(one), one.get("formaction")) for one in document.xpath("//button[@formaction]")]
        found = [(form, address) for form, address in found if (address or "").endswith(f"/{verb}")]
        assert len(found) == 1, f"{verb} stands {len(found)} times on {page} of {who}"
        form, address = found[0]
        standing = _together(_standing(document, form))
        told = person.post(address, data=standing | filled)
        assert told.status_code == 302, f"{who} {verb}: {told.status_code} {_complaints(told.get_data(as_text=True))}"
        changed = [name for name, value in filled.items() if standing.get(name) != value]
        self.done.append((who, verb, tuple(changed)))
        return str(told.headers["Location"])

    @property
    def presses(self) -> int:
        """How often a button was pressed."""
        return len(self.done)

    @property
    def fields(self) -> int:
        """How many fields were typed or chosen."""
        return sum(len(names) for _, _, names in self.done)

    def of(self, *verbs: str) -> int:
        """How many presses these verbs took."""
        return sum(verb in verbs for _, verb, _ in self.done)


def _form_of(button: Any) -> Any:
    return next(one for one in button.iterancestors() if one.tag == "form")


def _standing(document: Any, form: Any) -> list[tuple[str, str]]:
    """What a browser would send if nothing was touched."""
    apart = document.xpath("//*[@form=$id]", id=form.get("id") or "-")
    found = []
    for one in (*form.iter("input", "textarea", "select"), *apart):
        name, kind = one.get("name"), (one.get("type") or "text").lower()
        if not name or one.tag == "button" or kind in {"file", "submit", "button"}:
            continue
        if one.tag == "select":
            chosen = one.xpath(".//option[@selected]") or one.xpath(".//option")
            found += [(name, chosen[0].get("value", chosen[0].text_content()))] if chosen else []
        elif kind not in {"checkbox", "radio"} or one.get("checked") is not None:
            found.append((name, one.text_content() if one.tag == "textarea" else one.get("value") or ""))
    return found


def _together(pairs: list[tuple[str, str]]) -> dict[str, Any]:
    """By name; several ticks of one name as a list."""
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


def _complaints(page: str) -> list[str]:
    document: Any = html.document_fromstring(page)
    return [" ".join(one.text_content().split()) for one in document.xpath("//*[contains(@class,'invalid-feedback')]")]

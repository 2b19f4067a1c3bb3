"""Counts what a person does on pages: presses of a button, and fields typed or chosen beyond what stands there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from lxml import html

from services.shared.web.my_work import MOST
from tests.support.office import TestOffice

TYPED = {"text", "tel", "email", "password", "number", "search"}  # kinds of an input into which hands type
LINES = ".//li[contains(@class,'work-row')]/a"


@dataclass
class Presses:
    """Steps of a case done by their pages alone. ``done``: for each press who, what, which fields were filled in."""

    office: TestOffice
    done: list[tuple[str, str, tuple[str, ...]]] = field(default_factory=list)
    typed: list[str] = field(default_factory=list)
    pages: int = 0
    _open: str = ""

    def row(self, who: str, service: str, case_no: str, page: str) -> str:
        """From *Pekerjaan saya* by the row for this case to the ``page`` of the step: two pages, one press.

        A desk that tests before filled to its brim may not show it any more.
        """
        panel: Any = html.document_fromstring(self.office.person(who).get(f"/{service}/work/panel").text)
        rows = [(one.get("data-number"), one.get("href").partition("#")[0]) for one in panel.xpath(LINES)]
        assert (case_no, page) in rows or len(rows) >= MOST, f"{page} has no row on the desk of {who}: {rows}"
        return self._opened(who, "row", page)

    def menu(self, who: str, page: str) -> str:
        """From *Pekerjaan saya* by the menu: two pages, one press."""
        assert f'href="{page}"' in self.office.person(who).get("/intake/").text
        return self._opened(who, "menu", page)

    def press(self, who: str, page: str, verb: str, proposed: dict[str, str] | None = None, **filled: Any) -> str:
        """Fill in the form of a verb and press its button once; the address of the page that follows.

        A page that was not opened by its row or the menu is one more. ``proposed``: what its script fills in by itself.
        Each further screen of the form is a press, and so is each file.
        """
        document = self._document(who, page)
        form, address = _only(document, verb, page, who)
        standing = _together(_standing(document, form)) | (proposed or {})
        told = self.office.person(who).post(address, data=standing | filled)
        assert told.status_code == 302, f"{who} {verb}: {told.status_code} {_complaints(told.get_data(as_text=True))}"
        files = [name for name, value in filled.items() if isinstance(value, tuple)]
        self.done += [(who, "screen", ())] * (len(form.xpath(".//*[@data-screen]")) - 1)
        self.done += [(who, "file", ())] * len(files)
        changed = [name for name, value in filled.items() if standing.get(name) != value and name not in files]
        self.done.append((who, verb, tuple(changed)))
        self.typed += [name for name in changed if _is_typed(form, name, filled[name])]
        return str(told.headers["Location"])

    @property
    def presses(self) -> int:
        """How often something was pressed."""
        return len(self.done)

    @property
    def fields(self) -> int:
        """How many fields were typed or chosen."""
        return sum(len(names) for _, _, names in self.done)

    def of(self, *verbs: str) -> int:
        """How many presses these verbs took."""
        return sum(verb in verbs for _, verb, _ in self.done)

    def _opened(self, who: str, way: str, page: str) -> str:
        self.done.append((who, way, ()))
        self.pages += 2
        self._open = page
        return page

    def _document(self, who: str, page: str) -> Any:
        self.pages += page != self._open
        self._open = ""
        answer = self.office.person(who).get(page)
        assert answer.status_code == 200, f"{who} {page}: {answer.status_code}"
        return html.document_fromstring(answer.get_data(as_text=True))


def _only(document: Any, verb: str, page: str, who: str) -> tuple[Any, str]:
    """The form of a verb, and where it goes."""
    found = [(one, one.get("action")) for one in document.iter("form")]
    found += [(_form_of(one), one.get("formaction")) for one in document.xpath("//button[@formaction]")]
    found = [(form, address) for form, address in found if (address or "").endswith(f"/{verb}")]
    assert len(found) == 1, f"{verb} stands {len(found)} times on {page} of {who}"
    return found[0]


def _is_typed(form: Any, name: str, value: Any) -> bool:
    """Whether hands type there: it is no list, no tick, no drawing, and no button beside it fills that in."""
    if form.xpath(".//button[@data-fill=$name and @value=$value]", name=name, value=str(value)):
        return False
    for one in form.xpath(".//input[@name=$name]|.//textarea[@name=$name]", name=name):
        if one.tag == "textarea" or (one.get("type") or "text").lower() in TYPED:
            return True
    return False


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

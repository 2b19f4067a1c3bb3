"""Clerks, section heads, a Camat, a team and a registrar at work through the API, not put off by any failure.

A walker looks at where its case is and does the next verb; whatever fails, it looks again. Repeating is safe: the
version tells the service whether the verb was done already.
"""

from __future__ import annotations

import itertools
import random
import threading
import time
from collections.abc import Callable
from typing import Any

import httpx

from deploy.demo import steps
from deploy.setup import DEMO_PASSPHRASE, DEMO_PASSWORD
from tests.support.intake import signature

Json = dict[str, Any]
BRANCHES = ("declined", "direct", "oral", "taken_back", "written")
WEIGHTS = (36, 30, 16, 10, 8)


class Gone(Exception):
    """The office did not answer, or not well; look again."""


class Person:
    """A program of one member of the staff, talking to each service at its own address."""

    def __init__(self, addresses: dict[str, str], username: str) -> None:
        self._addresses, self._username = addresses, username
        self._http = httpx.Client(verify=False, timeout=15, limits=httpx.Limits(max_keepalive_connections=0))
        self._signed_in = False

    def call(self, method: str, path: str, **kwargs: Any) -> Json:
        """One call; raises Gone for a connection that broke or an answer of 5xx, 401 or 409."""
        try:
            if not self._signed_in:
                self._sign_in()
            response = self._http.request(method, self._addresses[path.split("/")[1]] + path, **kwargs)
        except httpx.TransportError as error:
            raise Gone from error
        if response.status_code == 401:
            self._signed_in = False
        if not response.is_success:
            raise Gone(f"{path}: {response.status_code} {response.text[:300]}")
        answer: Json = response.json()
        return answer

    def _sign_in(self) -> None:
        base = self._addresses["sign-in"] + "/intake/api/session"
        token = self._http.get(base).json()["csrf_token"]
        body = {"username": self._username, "password": DEMO_PASSWORD}
        answer = self._http.post(base, json=body, headers={"X-CSRFToken": token})
        if not answer.is_success:
            raise Gone(answer.text[:200])
        # JSON says by a header that no other site's page sends it; files go to the desk, whose token this is.
        self._http.headers.update({"X-Requested-With": "sigap", "X-CSRFToken": answer.json()["csrf_token"]})
        self._signed_in = True


class Walker(threading.Thread):
    """Walks one case after another through a random branch until told to stop."""

    def __init__(
        self, addresses: dict[str, str], seed: int, stop: threading.Event, form: Callable[[int], Json]
    ) -> None:
        super().__init__(daemon=True)
        self._random = random.Random(seed)
        self._ending, self._form = stop, form
        names = {"clerk": "loket1", "kasi": "kasi", "camat": "camat", "team": "tim1", "registrar": "registrasi"}
        self._people = {role: Person(addresses, name) for role, name in names.items()}
        self._numbers = itertools.count(seed * 100_000)
        self.cases = 0
        self.refusals: list[str] = []

    def run(self) -> None:
        """Walk until told to stop; a case that does not move for two minutes is left and reported."""
        while not self._ending.is_set():
            branch = self._random.choices(BRANCHES, WEIGHTS)[0]
            if self._walk(branch):
                self.cases += 1

    def _walk(self, branch: str) -> bool:
        state: Json = {"form": self._form(next(self._numbers))}
        last_change, last_error, place = time.monotonic(), "", ""
        while not state.get("done"):
            try:
                now = self._step(branch, state)
                if now != place:
                    place, last_change = now, time.monotonic()
            except Gone as error:
                last_error = str(error)
            if time.monotonic() - last_change > 120:
                self.refusals.append(f"{branch} {state.get('case_no')} stays at {place}: {last_error}")
                return False
            time.sleep(0.02)
        return True

    def _step(self, branch: str, state: Json) -> str:
        if "case_no" not in state:
            body = {"purpose": "Mengadu", "override_reason": "Uji ketahanan"}
            state["case_no"] = self._people["clerk"].call("POST", "/intake/api/complaints", json=body)["case_no"]
        case_no: str = state["case_no"]
        case = self._people["clerk"].call("GET", steps.intake_path(case_no))
        at: str = case["state"]
        if at == "draft_intake":
            if not case["evidence"]:
                path = steps.intake_path(case_no, "evidence?role=id_card")
                name, data = steps.card("Orang Uji", "7105151203689901", "Malola")[1:3]
                headers = {"X-File-Name": name, "Content-Type": "image/jpeg"}
                self._people["clerk"].call("POST", path, content=data, headers=headers)
            self._intake("submit-form", case, **state["form"])
        elif at == "intake_check":
            rows = steps.checklist(state["form"], has_evidence=False)
            self._intake("forward", case, items=rows, signature=signature())
        elif at == "ready_for_handover":
            self._intake("hand-over", case, recipient="Orang Uji", relation="applicant", identity_checked=True, note="")
        elif at == "delivered":
            self._intake("confirm-receipt", case)
        elif at.startswith("closed"):
            state["done"] = True
        elif at == "forwarded":
            at += self._review(branch, state, case)
        return at

    def _intake(self, verb: str, case: Json, **body: Any) -> None:
        path = steps.intake_path(case["case_no"], verb)
        self._people["clerk"].call("POST", path, json={"version": case["version"], **body})

    def _review(self, branch: str, state: Json, complaint: Json) -> str:
        case = self._people["kasi"].call("GET", steps.review_path(state["case_no"]))
        at: str = case["state"]
        if branch == "taken_back" and at == "camat_review" and not self._taken_back(complaint):
            return at
        action = PLAN.get((branch, at)) or PLAN.get(("*", at))
        if action is not None:
            who, verb, body = action
            path = steps.review_path(state["case_no"], verb)
            self._people[who].call("POST", path, json={"version": case["version"], **body})
        elif at in {"letter_requested", "refusal_letter"}:
            at += self._letter(state)
        return at

    def _taken_back(self, complaint: Json) -> bool:
        """The applicant signs a withdrawal, which is stopped again; whether that is done."""
        if complaint["withdrawal"]:
            self._intake("stop-withdrawal", complaint, reason="Pemohon berubah pikiran")
        elif any(line["verb"] == "stop_withdrawal" for line in complaint["timeline"]):
            return True
        else:
            self._intake("withdraw", complaint, reason="Sudah damai", signature=signature())
        return False

    def _letter(self, state: Json) -> str:
        team, registrar = self._people["team"], self._people["registrar"]
        if "letter_id" not in state:
            found = self._people["kasi"].call("GET", "/letters/api/letters", params={"case_no": state["case_no"]})
            rows = found.get("letters") or found.get("items") or []
            if not rows:
                return " waiting"
            state["letter_id"] = rows[0]["id"]
        path = f"/letters/api/letters/{state['letter_id']}"
        letter = self._people["kasi"].call("GET", path)
        at: str = letter["state"]
        if at == "letter_drafting":
            body = {"version": letter["version"], "content": letter["content"]}
            team.call("POST", f"{path}/submit-draft", json=body)
        elif at == "letter_review":
            newest = letter["drafts"][-1]
            body = {"version": letter["version"], "draft_no": newest["no"], "sha256": newest["sha256"]}
            self._people["camat"].call("POST", f"{path}/sign", json={**body, "passphrase": DEMO_PASSPHRASE})
        elif at == "letter_signed":
            path = f"/registry/api/letters/{state['letter_id']}"
            registered = registrar.call("GET", path)
            at = registered["state"]
            verb = REGISTRATION.get(at)
            if verb:
                copies = [{"purpose": "Arsip", "recipient": "Desa"}] if verb == "copy" else None
                body = {"version": registered["version"]} | ({"copies": copies} if copies else {})
                registrar.call("POST", f"{path}/{verb}", json=body)
        return at


REGISTRATION = {
    "received": "record-register",
    "registered": "assign-number",
    "numbered": "stamp",
    "stamped": "copy",
    "copied": "archive-copy",
}
TOLD = {"told_how": "in_person"}
VERIFIED = {
    "complete": True,
    "identity_clear": True,
    "accurate": True,
    "relevant": True,
    "within_authority": True,
    "class_code": "ordinary",
    "urgency": "biasa",
    "analysis": "Berkas lengkap, keterangan jelas dan relevan.",
}
PLAN: dict[tuple[str, str], tuple[str, str, Json]] = {
    ("declined", "section_head_review"): ("kasi", "decline", {"reason": "Bukan urusan ketertiban umum.", **TOLD}),
    ("*", "section_head_review"): ("kasi", "report-to-camat", VERIFIED),
    ("direct", "camat_review"): ("camat", "resolve-directly", {"solution": "Pihak terkait sudah ditegur.", **TOLD}),
    ("*", "camat_review"): (
        "camat",
        "dispose-to-team",
        {
            "members": ["tim1"],
            "instructions": ["process"],
            "note": "Tangani.",
            "urgency": "segera",
            "due": "2027-12-31",
        },
    ),
    ("*", "team_assigned"): (
        "team",
        "submit-report",
        {
            "analysis": "Materi dicermati dan dibandingkan dengan bukti.",
            "facts": "Fakta sesuai keterangan para pihak.",
            "results": "Sudah dikoordinasikan dengan pihak terkait.",
            "recommendation": "Disarankan jawaban kepada pemohon.",
        },
    ),
    ("written", "camat_decision"): (
        "camat",
        "decide-written-letter",
        {"letter_kind": "tanggapan", "conclusion": "Pihak terkait sudah berdamai dan menandatangani kesepakatan."},
    ),
    ("*", "camat_decision"): ("camat", "decide-oral-answer", {"answer": "Sudah diselesaikan dengan musyawarah."}),
    ("*", "oral_followup"): (
        "team",
        "convey-and-close",
        {"told_to": "Pemohon", "summary": "Jawaban Camat disampaikan kepada pemohon.", **TOLD},
    ),
}

"""How a program asks: the addresses of cases, and a verb on a thing as it is now."""

from __future__ import annotations

from typing import Any

from deploy.demo.client import Json, Program


def intake_path(case_no: str, verb: str = "") -> str:
    """The address of a complaint, or of a verb on it, at the front desk."""
    return f"/intake/api/complaints/{case_no}" + (f"/{verb}" if verb else "")


def review_path(case_no: str, verb: str = "") -> str:
    """The address of a case, or of a verb on it, in review."""
    return f"/review/api/cases/{case_no}" + (f"/{verb}" if verb else "")


def do(person: Program, path: str, thing: Json, **body: Any) -> Json:
    """Do a verb on a thing as it is now; returns the thing afterwards."""
    return person.post(path, {"version": thing["version"], **body})

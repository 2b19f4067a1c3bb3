"""The token of a session opens a part of the office only with that part's proof beside it.

The token comes with every request, to every process: also to the one that gives a style sheet to the page on which
somebody types the code. So it is worth nothing alone. The sign-in part gives a proof for each service, and one for
itself, in cookies that browsers send below that part's own addresses and nowhere else (``divided.PLACES``). Each part
tells by its own key whether a proof is right, and can make none for another (docs/decisions/0061).
"""

from __future__ import annotations

import secrets

from flask import current_app, request
from werkzeug.wrappers import Response

from services.shared.config.processes import SIGN_IN
from services.shared.encryption import parts
from services.shared.web import cookies, divided
from services.shared.web.service import part_keys

AT_MOST = 32  # proofs that are looked at: a neighbouring host may plant some, but none that is right


def token() -> str:
    """The token of this request's session; empty where the proof of this part did not come with it."""
    given, key = cookies.read(cookies.SESSION), _key()
    if not given or not key:
        return ""
    right = parts.proof_of(key, given).encode()
    return given if any(secrets.compare_digest(one.encode(), right) for one in cookies.proofs()[:AT_MOST]) else ""


def give(response: Response, token: str, *, signed_in: bool) -> None:
    """Put a session's token into the browser, and what it needs beside it: a step more is the sign-in part's alone."""
    cookies.write(response, cookies.SESSION, token)
    keys = part_keys()
    step = f"/{current_app.name}/{divided.STEPS}"
    for place, part in (divided.PLACES if signed_in else {step: SIGN_IN}).items():
        cookies.write(response, cookies.PROOF, parts.proof_of(keys[part], token), path=place)


def _key() -> str:
    """The key that this address's proof is made with; empty in a process that is not the one to tell."""
    if divided.part_of(request.path) == SIGN_IN:
        return part_keys().get(SIGN_IN, "")
    return str(current_app.secret_key)

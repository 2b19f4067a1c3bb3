"""The page of one letter, steps 14 and 15 as forms: initials, number, and the signature in its three ways."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from marshmallow import Schema

from services.letters import actions
from services.letters.pages.context import letter_page
from services.letters.rights import RIGHTS
from services.letters.schemas import CorrectionSchema, ReviewedSchema, SignSchema, Versioned
from services.letters.uploads import upload
from services.shared.errors import Unavailable
from services.shared.rights.people import Role
from services.shared.signing.errors import SigningUnknown
from services.shared.web.access import allow, me
from services.shared.web.forms import submit_here
from services.shared.web.service import current_service

signing = Blueprint("signing", __name__)
_SIGNED = "Surat ditandatangani dan diteruskan ke registrasi."


@signing.post("/letters/<uuid:letter_id>/initial")
@allow(Role.SECTION_HEAD)
def initial(letter_id: UUID) -> ResponseReturnValue:
    """Step 14, chain of initials."""
    return _do(letter_id, ReviewedSchema(), _work(actions.initial, letter_id), "Paraf Anda sudah dibubuhkan.")


@signing.post("/letters/<uuid:letter_id>/return-draft")
@allow(Role.SECTION_HEAD)
def return_draft(letter_id: UUID) -> ResponseReturnValue:
    """Step 14, chain of initials, not right."""
    run = _work(actions.return_draft, letter_id)
    return _do(letter_id, CorrectionSchema(), run, "Permintaan perbaikan dikirim kepada tim.", "correction")


@signing.post("/letters/<uuid:letter_id>/request-correction")
@allow(*RIGHTS.openers("request_correction"))
def request_correction(letter_id: UUID) -> ResponseReturnValue:
    """Step 15, not right."""
    run = _work(actions.request_correction, letter_id)
    return _do(letter_id, CorrectionSchema(), run, "Permintaan perbaikan dikirim kepada tim.", "correction")


@signing.post("/letters/<uuid:letter_id>/approve")
@allow(*RIGHTS.openers("approve"))
def approve(letter_id: UUID) -> ResponseReturnValue:
    """Step 15, numbers reserved."""
    words = "Surat disetujui dan nomornya dipesan. Sebentar lagi surat bernomor siap ditandatangani di halaman ini."
    return _do(letter_id, ReviewedSchema(), _work(actions.approve, letter_id), words)


@signing.post("/letters/<uuid:letter_id>/set-signatory")
@allow(*RIGHTS.openers("set_signatory"))
def set_signatory(letter_id: UUID) -> ResponseReturnValue:
    """Step 15, Camat absent (or back): one's own name and title under the letter."""
    words = "Versi baru memuat nama dan jabatan Anda. Isinya tidak berubah. Periksa, lalu tanda tangani."
    return _do(letter_id, ReviewedSchema(), _work(actions.set_signatory, letter_id), words)


@signing.post("/letters/<uuid:letter_id>/sign")
@allow(*RIGHTS.openers("sign"))
def sign(letter_id: UUID) -> ResponseReturnValue:
    """Step 15, right. The passphrase goes no further than this request, and is never shown again."""

    def run(data: dict[str, Any]) -> Any:
        return actions.sign(current_service(), me(), letter_id, **data)

    return _do(letter_id, SignSchema(), run, _SIGNED)


@signing.post("/letters/<uuid:letter_id>/sign-on-paper")
@allow(*RIGHTS.openers("sign_on_paper"))
def sign_on_paper(letter_id: UUID) -> ResponseReturnValue:
    """Step 15 on paper: the scan of the signed letter."""

    def run(data: dict[str, Any]) -> Any:
        return actions.sign_on_paper(current_service(), me(), letter_id, **data, scan=upload("scan"))

    words = "Hasil pindai surat yang ditandatangani disimpan dan diteruskan ke registrasi."
    return _do(letter_id, ReviewedSchema(), run, words)


@signing.post("/letters/<uuid:letter_id>/take-signed")
@allow(*RIGHTS.openers("take_signed"))
def take_signed(letter_id: UUID) -> ResponseReturnValue:
    """The way out of an unknown state: the signed file as BSrE has it."""

    def run(data: dict[str, Any]) -> Any:
        return actions.take_signed(current_service(), me(), letter_id, data["version"], upload("signed"))

    return _do(letter_id, Versioned(), run, _SIGNED)


@signing.post("/letters/<uuid:letter_id>/not-signed")
@allow(*RIGHTS.openers("not_signed"))
def not_signed(letter_id: UUID) -> ResponseReturnValue:
    """The way out of an unknown state: nothing was signed."""
    run = _work(actions.not_signed, letter_id)
    return _do(letter_id, Versioned(), run, "Dicatat: surat belum ditandatangani. Surat dapat ditandatangani lagi.")


def _do(
    letter_id: UUID, schema: Schema, run: Callable[[dict[str, Any]], Any], words: str, which: str = "signing"
) -> ResponseReturnValue:
    """Act on the form; what is refused is shown on the letter's page with all that was typed but the passphrase."""
    try:
        result, form, status = submit_here(schema, run)
    except Unavailable as error:  # the letter's page says how it stands now, and what can be done
        flash(error.message, "warning" if isinstance(error, SigningUnknown) else "error")
        return redirect(url_for("letter.show", letter_id=letter_id))
    form.values.pop("passphrase", None)
    if result is None:
        return letter_page(letter_id, refused=form, which=which), status
    flash(words, "success")
    return redirect(url_for("letter.show", letter_id=letter_id))


def _work(action: Callable[..., Any], letter_id: UUID) -> Callable[[dict[str, Any]], Any]:
    def run(data: dict[str, Any]) -> Any:
        with current_service().work(me()) as work:
            return action(work, letter_id, **data)

    return run

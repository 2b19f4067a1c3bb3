"""Services of others that the office may use: BSrE, a time-stamping authority, clamd. Each is tried once."""

from __future__ import annotations

from pyhanko_certvalidator.errors import ValidationError

from deploy.doctor.finding import Finding, Findings, failure, good, warning
from deploy.installation import Installation
from services.shared.calendar import clock
from services.shared.config import office
from services.shared.config.lettering import LetterRules
from services.shared.config.settings import Settings, SettingsError
from services.shared.errors import Unavailable
from services.shared.files.scanner import scanner_of
from services.shared.rights.people import Role
from services.shared.signing import timestamps
from services.shared.signing.bsre import BsreSigner
from services.shared.signing.choice import others_at_bsre, signer_for
from services.shared.signing.errors import SigningRefused
from services.shared.signing.trust import TSA_ROOTS, TrustAnchors

GUIDE = "docs/operations/outside.md"


def others(_: Installation, values: dict[str, Settings]) -> Findings:
    """Those that the settings name; nothing is said of the rest."""
    letters = values["letters"]
    if letters.bsre_url or office.load(letters.office_file).letters.signer == "bsre":
        yield _bsre(letters)
    if letters.tsa_url:
        yield _time_stamps(letters)
    if values["intake"].clamd_url:
        yield _scan(values["intake"])


def _bsre(value: Settings) -> Finding:
    """Asks BSrE for the state of the Camat's certificate; nothing is signed."""
    try:
        facts = office.load(value.office_file)
        others = others_at_bsre(value)
        signers = [signer_for(value, facts, acting) for acting in (None, *others)]
        at_bsre = [signer for signer in signers if isinstance(signer, BsreSigner)]
        if not at_bsre:
            advice = f'Write signer = "bsre" below [letters] in office.toml, or take the address away ({GUIDE}).'
            return warning("bsre", "SIGAP_BSRE_URL is set, but the office signs with its own keys", advice)
        for signer in at_bsre:
            signer.check()
    except (SettingsError, Unavailable, SigningRefused) as error:
        return failure("bsre", str(getattr(error, "message", error)), f"Read {GUIDE}; until then letters wait.")
    if doubt := _doubt(facts.letters, alone=not others):
        return doubt
    further = f" and those of {len(others)} others" if others else ""
    return good("bsre", f"{value.bsre_url} knows this office; the Camat's certificate{further} can be used")


def _doubt(letters: LetterRules, *, alone: bool) -> Finding | None:
    """What the office's file asks of letters that BSrE cannot give; ``alone``: it knows the Camat only."""
    if letters.signing == "after":
        advice = 'Write signing = "reserved" in office.toml: number and date are then printed before the signature.'
        return warning("bsre", "letters are numbered after they were signed: viewers call them modified", advice)
    kinds = [kind for kind, role in letters.at_once.items() if role == Role.SECTION_HEAD]
    if not kinds or not alone:
        return None
    advice = f'Write SIGAP_BSRE_NIKS="USERNAME=NIK" with the section head\'s ({GUIDE}); until then the Camat signs.'
    return warning("bsre", f"the section head is to sign {', '.join(kinds)} and has no identity at BSrE", advice)


def _time_stamps(value: Settings) -> Finding:
    assert value.tsa_url is not None
    assert value.keys_dir is not None
    try:
        end = timestamps.tried(TrustAnchors.load(value.keys_dir), value.tsa_url)
    except (Unavailable, ValidationError, OSError, ValueError) as error:
        roots = value.keys_dir / TSA_ROOTS
        advice = f"Correct SIGAP_TSA_URL, or the roots in {roots} ({GUIDE}); until then letters wait."
        return failure("time stamps", str(getattr(error, "message", error)), advice)
    return good("time stamps", f"{value.tsa_url} stamps; its certificate is valid until {clock.long_date(end)}")


def _scan(value: Settings) -> Finding:
    scanner = scanner_of(value)
    assert scanner is not None
    try:
        found = scanner.finds()
    except Unavailable:
        advice = f"Start clamd, or correct SIGAP_CLAMD_URL ({GUIDE}); until then new files are shown as not scanned."
        return failure("scan", f"{value.clamd_url} does not answer", advice)
    if not found:
        return failure("scan", "clamd takes the test file (EICAR) for clean", "Let freshclam fetch its signatures.")
    return good("scan", f"{value.clamd_url} finds the test file (EICAR)")

"""Who signs: the table of signers agrees with the office's file; keys are there, and are nobody else's to read."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from deploy.doctor.finding import Finding, Findings, failure, good, some_of, warning
from deploy.installation import Installation, NotSetUp
from deploy.signers import section_head_title, slip_of
from services.shared.calendar import clock
from services.shared.config.office import Office, Official, load
from services.shared.config.processes import PROCESSES
from services.shared.config.settings import Settings
from services.shared.rights.people import Role
from services.shared.signing.ending import Ending, endings
from services.shared.signing.keys import key_file
from services.shared.signing.signers import Named, current
from services.shared.signing.trust import TRUST_FILE, TrustAnchors

RENEW = {"camat": "`sigap signer renew`", "seal": "`sigap keys seal`"}
ANOTHERS = "office.toml names {camat.name}, {camat.title}; the key is {term.name}'s, {term.title}"
OTHERS = 0o007  # mode bits of everybody else


def camat(_: Installation, values: dict[str, Settings]) -> Findings:
    """The Camat of the office's file can sign, and goes on being able to."""
    value = values["letters"]
    facts = load(value.office_file)
    if value.keys_dir is None or not (value.keys_dir / TRUST_FILE).exists():
        return  # ``keys.certificates`` says so
    own = facts.letters.signing != "wet" and facts.letters.signer == "internal"
    trust = TrustAnchors.load(value.keys_dir)
    if own:
        yield _key_of(trust, value.keys_dir, facts.official("camat"))
        yield from _section_head(trust, facts)
    near = (ending for ending in endings(trust, clock.now()) if ending.near(clock.now()))
    yield from (_ends(ending) for ending in near if own or ending.key == "seal")
    yield from _slip(slip_of(value.keys_dir))


def _slip(file: Path) -> Findings:
    if file.exists():
        advice = "Hand it to the Camat, who changes it: `sigap signer passphrase` deletes the file."
        yield warning("signer", f"the Camat's passphrase still lies in {file}", advice)


def _key_of(trust: TrustAnchors, folder: Path, camat: Official) -> Finding:
    if not key_file(folder, "camat").exists():
        advice = "`sigap signer new`, typed by the Camat; or bring the file back from the backup."
        return failure("signer", f"the Camat's key is missing ({key_file(folder, 'camat')})", advice)
    term = current(trust.signers, "camat", clock.now())
    if term is None:
        advice = "`sigap signer renew` gives it one; until then person and time are read from the certificate itself."
        return good("signer", f"the Camat's key is older than the table of signers. {advice}")
    if not term.is_of(Named(camat.title, camat.name, camat.nip, clock.now())):
        advice = "`sigap signer new`, typed by the new Camat; then start all processes anew."
        return failure("signer", ANOTHERS.format(camat=camat, term=term), advice)
    if not term.holds(clock.now()):
        return failure("signer", f"{term.name} signs no more since {clock.long_date(term.until)}", RENEW["camat"])
    return good("signer", f"{term.name}, {term.title}, until {clock.long_date(term.until)}")


def _section_head(trust: TrustAnchors, facts: Office) -> Findings:
    """Where the office lets the section head sign some kinds, there is a key in that office."""
    kinds = [kind for kind, role in facts.letters.at_once.items() if role == Role.SECTION_HEAD]
    if not kinds:
        return
    now, head = clock.now(), facts.official(Role.SECTION_HEAD)
    named = Named(section_head_title(facts), head.name, head.nip, now)
    if not any(term.is_of(named) and term.holds(now) for term in trust.signers):
        advice = "`sigap signer section-head USERNAME`, typed by the section head; until then the Camat signs."
        yield warning("signer", f"{head.name} is to sign {', '.join(kinds)} a.n. Camat and has no key", advice)


def _ends(ending: Ending) -> Finding:
    key = {"camat": "the Camat's key", "seal": "the seal"}[ending.key]
    found = f"{key} ends on {clock.long_date(ending.until)}" + (" (by its root)" if ending.guessed else "")
    if ending.until <= clock.now():
        return failure("certificate", found, f"{RENEW[ending.key]}; until then letters wait.")
    return warning("certificate", found, f"{RENEW[ending.key]} before that day.")


def readers(installation: Installation, values: dict[str, Settings]) -> Findings:
    """Keys, secrets and settings are nobody else's to read."""
    folders = [value.keys_dir for value in values.values() if value.keys_dir]
    folders += [installation.root / name for name in PROCESSES]
    with suppress(NotSetUp):
        folders.append(installation.run / "secrets")
    seen = list(dict.fromkeys(folders))
    files = [file for folder in seen if folder.is_dir() and _open_to_all(folder) for file in folder.iterdir()]
    bare = [file for file in files if file.is_file() and file.stat().st_mode & OTHERS and file.name != TRUST_FILE]
    if bare:
        advice = f"chmod -R o= {' '.join(str(folder) for folder in dict.fromkeys(file.parent for file in bare))}"
        yield failure("keys", f"everybody on this machine can read {some_of(map(str, bare), 1)}", advice)
    else:
        yield good("keys", "nobody else can read keys, secrets and settings")


def _open_to_all(folder: Path) -> bool:
    """Whether a stranger comes as far as into this folder."""
    return all(place.stat().st_mode & 0o001 for place in (folder, *folder.parents))

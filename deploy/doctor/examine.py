"""Every look, in the order in which one would repair what it finds; with what to do where it does not come back."""

from __future__ import annotations

from deploy import office_file
from deploy.doctor import backups, broker, databases, keys, outside, pages, signers, store, walls, work, workers
from deploy.doctor.finding import Findings, Look, failure, good, warning
from deploy.doctor.side_by_side import together
from deploy.installation import Installation
from deploy.setup import OFFICE_FILE
from services.shared.config.office import Office
from services.shared.config.settings import Settings, SettingsError

POSTGRES = "Restart PostgreSQL: it takes connections and answers no question."
LOOKS: tuple[tuple[str, Look, str], ...] = (
    ("databases", databases.answer, POSTGRES),
    ("belonging", databases.together, POSTGRES),
    ("migrations", databases.migrations, POSTGRES),
    ("workers", workers.alive, POSTGRES),
    ("handoffs", workers.handoffs, POSTGRES),
    ("jobs", work.jobs, POSTGRES),
    ("notices", work.notices, POSTGRES),
    ("numbers", work.numbers, POSTGRES),
    ("backup", databases.backup, POSTGRES),
    ("backup files", backups.files, "Is the backup's medium there? Mount it again, then `sigap backup verify`."),
    ("log", backups.log, "Is the backup's medium there? Mount it again."),
    ("broker", broker.answers, "Restart Redis; until then handoffs wait in the outboxes, nothing is lost."),
    ("store", store.buckets, "Restart the object store: it takes connections and answers nothing. Uploads wait."),
    ("pages", pages.answers, "Restart the gateway and the web processes."),
    ("certificates", keys.certificates, "Is the disk with the keys there?"),
    ("personal data", keys.apart, ""),
    ("signer", signers.camat, "Is the disk with the keys there?"),
    ("keys", signers.readers, "Is the disk with the keys there?"),
    ("outside", outside.others, "A service outside does not answer; letters or scans wait."),
    ("disk", store.disks, "A disk does not answer: look at `dmesg`."),
    ("confinement", walls.around_children, ""),
)


def examine(installation: Installation) -> Findings:
    """Every finding."""
    try:
        values = {name: installation.settings(name) for name in installation.services}
        facts = office_file.examined(values["intake"].office_file)
    except SettingsError as error:
        yield failure("settings", str(error), "Correct them in the environment or office.toml, then `sigap migrate`.")
        return
    yield good("settings", f"of {len(values)} services, and {values['intake'].office_file}")
    yield from _real(facts, values["intake"])
    databases.load()
    yield from together(LOOKS, installation, values)


def _real(facts: Office, value: Settings) -> Findings:
    left = office_file.of_the_demonstration(facts)
    if value.demo:
        yield warning("office", "a demonstration: its passwords are known", "Keep real complaints out of it.")
    elif value.office_file.resolve() == OFFICE_FILE.resolve():
        advice = (
            "Copy it, write the office's own facts into it, and give it as SIGAP_OFFICE_FILE; then `sigap migrate`."
        )
        yield failure("office", f"the file that Sigap ships is in service ({OFFICE_FILE})", advice)
    elif left:
        yield warning("office", f"still the demonstration's: {', '.join(left)}", "Replace them in office.toml.")
    else:
        yield good("office", f"{facts.name}, {facts.office.timezone}")

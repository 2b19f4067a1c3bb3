"""Whether this machine can wall in the children that look at what strangers send."""

from __future__ import annotations

from deploy.doctor.finding import Findings, good, warning
from deploy.installation import Installation
from services.shared.config.settings import Settings
from services.shared.confinement import landlock, walls

ADVICE = "They still have an empty environment and limits of memory and time. Use a newer kernel or image."


def around_children(installation: Installation, values: dict[str, Settings]) -> Findings:
    """What holds a child that reads foreign files; said of the machine on which the doctor runs."""
    missing = walls.missing()
    for wall in missing:
        yield warning("confinement", f"children that read foreign files go without {wall}", ADVICE)
    if not missing:
        yield good(
            "confinement", f"Landlock (version {landlock.version()}) and seccomp, around who reads foreign files"
        )

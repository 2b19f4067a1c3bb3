"""What the office's own work says of itself: timed jobs that fail, things that one fails for, notices not sent."""

from __future__ import annotations

from deploy.doctor.databases import row
from deploy.doctor.finding import Findings, failure, good, warning
from deploy.installation import Installation
from services.shared.config.settings import Settings

FAILING = "select count(*), max(job), max(times), max(reason) from timed_job_failure"
STUCK = "select count(*), max(job), max(reason) from timed_job_row"
UNSENT = (
    "select count(*), max(channel), max(error) from notice"
    " where failed_at is not null and sent_at is null and done_by is null"
)
PAGE = "/intake/operations says for which; the log of the worker has more."


def jobs(_: Installation, values: dict[str, Settings]) -> Findings:
    """None fails as a whole, none holds a thing back."""
    well = True
    for name, value in values.items():
        count, job, times, reason = row(value.database_url, FAILING)
        if count:
            well = False
            yield failure("jobs", f"{name}: {count} fail, {job} for the {times}. time: {reason}", PAGE)
        count, job, reason = row(value.database_url, STUCK)
        if count:
            well = False
            yield warning("jobs", f"{name}: {count} things wait because {job} fails for them: {reason}", PAGE)
    if well:
        yield good("jobs", "no timed job fails")


def notices(_: Installation, values: dict[str, Settings]) -> Findings:
    """All were sent, or told by hand."""
    well = True
    for name, value in values.items():
        count, channel, error = row(value.database_url, UNSENT)
        if count:
            well = False
            advice = (
                "Mend the channel (docs/notices.md), then send them again from /intake/operations, or tell by hand."
            )
            yield failure("notices", f"{count} of {name} could not be sent, by {channel}: {error}", advice)
    if well:
        yield good("notices", "none failed")

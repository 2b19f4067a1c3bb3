"""What the office's own work says of itself: timed jobs that fail, things that one fails for, notices not sent."""

from __future__ import annotations

from deploy.doctor.databases import row
from deploy.doctor.finding import Findings, failure, good, warning
from deploy.installation import Installation
from services.shared.calendar import clock
from services.shared.config.office import load
from services.shared.config.settings import Settings

FAILING = "select count(*), max(job), max(times), max(reason) from timed_job_failure"
STUCK = "select count(*), max(job), max(reason) from timed_job_row"
UNSENT = (
    "select count(*), max(channel), max(error) from notice"
    " where failed_at is not null and sent_at is null and done_by is null"
)
LEFT = (  # of the year's blocks, less what anything in the agenda holds
    "select coalesce(sum(b.last - b.first + 1 - (select count(distinct n.serial) from agenda_number n"
    " where n.year = b.year and n.serial between b.first and b.last)), 0) from number_block b where b.year = {year}"
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


def numbers(_: Installation, values: dict[str, Settings]) -> Findings:
    """Where the secretariat gives numbers by blocks (16b), there are enough of this year's."""
    value, year = values["registry"], clock.local(clock.now()).year
    rules = load(value.office_file).letters
    if rules.number_source != "block":
        return
    left = row(value.database_url, LEFT.format(year=year))[0]
    advice = "The registrar asks the secretariat for a new range and records it on /registry/agenda; letters wait."
    if left <= 0:
        yield failure("numbers", f"no number of the secretariat is left for {year}", advice)
    elif left <= rules.block_notice:
        yield warning("numbers", f"{left} numbers of the secretariat are left for {year}", advice)
    else:
        yield good("numbers", f"{left} of the secretariat's are left for {year}")


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

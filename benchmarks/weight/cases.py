"""``cases.py ADDRESS KIND N``: plays a case for warming up, waits for a line on its input, plays N, and says each.

It runs as a script with the code of the checkout that is measured, since each knows best how its cases are played.
"""

from __future__ import annotations

import sys
from dataclasses import replace

from deploy.demo import play, steps
from deploy.demo.staff import Staff
from deploy.demo.stories import STORIES

KINDS = {"oral": "K04", "written": "K05"}


def main(address: str, kind: str, number: int) -> None:
    """Play one after the other, each to its end at the front desk, with the same people signed in once."""
    staff = Staff(address)
    story = next(one for one in STORIES if one.case["id"] == KINDS[kind])
    for count in range(number + 1):
        own = {"nik": f"{story.case['nik'][:12]}{count + 1:04d}", "nama": f"Pemohon Ke{count + 97:c}"}
        case_no = play.play(staff, replace(story, case=story.case | own, corrections=()))
        staff.clerk.wait(steps.intake_path(case_no), lambda case: str(case["state"]).startswith("closed"))
        print(case_no, flush=True)
        if count == 0:
            sys.stdin.readline()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))

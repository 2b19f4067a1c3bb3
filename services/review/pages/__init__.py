"""The pages of review: my work, all cases, a case with its verbs and files."""

from __future__ import annotations

from flask import Blueprint

from services.review.actions.uploading import RECEIVER
from services.review.pages import case, files, handing_on, lists, statistics
from services.review.states import RIGHTS
from services.review.verbs import VERBS
from services.shared.files.uploads import tus

pages = Blueprint("pages", __name__)
for part in (lists, case, files, handing_on, statistics):
    part.add_to(pages)
uploads = tus.blueprint("/cases/<target>/uploads", RECEIVER, VERBS["attach"], RIGHTS)

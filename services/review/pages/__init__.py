"""The pages of review: my work, all cases, a case with its verbs and files."""

from __future__ import annotations

from flask import Blueprint

from services.review.pages import acting, case, files, handing_on, lists, statistics

pages = Blueprint("pages", __name__)
for part in (lists, case, files, acting, handing_on, statistics):
    part.add_to(pages)

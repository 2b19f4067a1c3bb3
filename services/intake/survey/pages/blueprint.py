"""The blueprint of the survey's pages; the routes are in the files beside it."""

from __future__ import annotations

from flask import Blueprint

pages = Blueprint("survey", __name__)

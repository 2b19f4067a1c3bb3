"""The satisfaction survey (SKM, step 18): one-time links, nine questions, the index and its publication.

Importing it brings its tables into the metadata of intake. ``services.intake.tables`` comes first, so that each of the
two may import the other.
"""

from __future__ import annotations

import services.intake.tables

import services.intake.survey.tables  # noqa: F401  # isort: skip

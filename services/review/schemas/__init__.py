"""What forms and API take, a file for each step, and what the API answers (``answers``)."""

from __future__ import annotations

from functools import partial

from services.shared.fields import text

printed = partial(text, on_paper=True)  # a text that will stand on paper

"""What forms and API take, a file for each step, and what the API answers (``answers``)."""

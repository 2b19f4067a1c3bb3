"""What the operator is told instead of a stack trace."""

from __future__ import annotations


class Told(Exception):
    """Something is not as it has to be; the text is a sentence for whoever typed the command."""

"""Whole installations, each by the guide's own commands."""

"""Reads of the review service: one case with everything about it, and lists of cases."""

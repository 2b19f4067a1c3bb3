"""Fixity: archived files are read again, as often as the office set, and compared with what was archived."""

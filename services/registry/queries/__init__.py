"""Reads of the registry: a constant number of queries per page."""

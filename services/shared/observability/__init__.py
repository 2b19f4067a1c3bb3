"""Logs, correlation, traces, figures, version."""

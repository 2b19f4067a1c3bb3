"""Moments and working days."""

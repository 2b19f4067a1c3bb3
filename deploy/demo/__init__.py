"""Plays the twelve demonstration stories through the public API, as the real roles, with real media files."""

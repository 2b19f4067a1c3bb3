"""Plays the demonstration's stories through the public API, as the real roles, with real media files."""

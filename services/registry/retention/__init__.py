"""Retention: what has become due is proposed, two people approve, and then the bytes are gone and a tombstone stays."""

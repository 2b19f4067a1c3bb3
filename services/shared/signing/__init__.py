"""Signature and seal: whose they are, how they are set, and whether they hold. See README.md."""

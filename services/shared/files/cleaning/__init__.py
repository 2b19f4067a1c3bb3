"""Copies of files without what their metadata tell (who, where, with what), for readers who may not know it."""

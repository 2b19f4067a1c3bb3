"""Backup and restore of a whole installation: database, objects, keys, office file; encrypted with age.

A backup folder holds ``sets/<moment>/`` (manifest, database dump, office files) and ``objects/``, which all sets share:
an object is written once and never changes, so each backup adds only the new ones. Everything but the manifest is
encrypted to a recipient's public key: the machine that makes the backups cannot read them.
"""

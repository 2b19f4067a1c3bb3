"""Resumable uploads (tus 1.0): files on the spool until they are whole, then in the object store.

``spool`` keeps them on disk, ``receiving`` takes their bytes, ``tus`` speaks the protocol; a service mounts the routes
and says who may add what to which of its things (``Receiver``), then claims finished uploads when a form names them.
"""

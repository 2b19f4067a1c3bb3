"""Reads of the letters service. Every page takes a constant number of them."""

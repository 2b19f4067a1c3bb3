"""Printed sheets of review, a file for each step; ``*.typ`` says how they are laid out."""

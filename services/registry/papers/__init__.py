"""Printed sheets of the registry."""

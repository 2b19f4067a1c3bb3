"""Where a request comes from, as everything counts it that limits how often."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

PREFIX = 64  # bits of an IPv6 address that say whose network it is: everybody there may choose the rest


def network(address: str) -> str:
    """The address of a caller as it is counted: an IPv4 address by itself, an IPv6 one with all of its /64."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    if isinstance(found, IPv4Address):
        return str(found)
    return str(ip_network((found, PREFIX), strict=False))

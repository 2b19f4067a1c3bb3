"""Everything on one machine: embedded servers from wheels, the four services, one address."""

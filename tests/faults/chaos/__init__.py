"""Chaos: handoffs by real actions while processes are killed and the broker loses, repeats, delays and reorders."""

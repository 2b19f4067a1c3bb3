"""Rules of steps 14 and 15: plain values in, ``RuleBroken`` or ``Stale`` or a value out. Pure."""

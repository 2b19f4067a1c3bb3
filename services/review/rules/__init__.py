"""Rules of steps 6 to 13 as plain code: plain values in, a value or ``RuleBroken`` out."""

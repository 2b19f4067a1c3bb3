"""The rules of step 16, by what they are about: plain values in, RuleBroken or a value out."""

"""Frozen values that the stages hand to each other; no input or output here."""

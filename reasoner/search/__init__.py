"""Minimal sets of changes after which goals hold: the one room that imports clingo."""

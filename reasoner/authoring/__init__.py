"""Helps to write packs: a new rule from a few options, a new pack from nothing."""

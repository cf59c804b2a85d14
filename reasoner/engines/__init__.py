"""Engines: from a case (a ground program, facts, cuts) to the atoms of its perfect model.

`production` fires one rule at a time on experta and can be stepped; `columns` evaluates many scenarios at once. Nothing
is imported here, so that whoever needs one engine does not pay for the other.
"""

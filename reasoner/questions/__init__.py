"""Questions about scenarios, one module each: what would change, what is missing, what would tell.

Each takes a `Reasoner` and scenarios, uses the stages below, and gives a record of `reasoner.model`.
"""

"""Benchmarks of `reasoner` against its peers: `python -m bench`, or `make bench`.

One table of ratios, on generated knowledge bases of three sizes and on the repository's own. Models must be equal
before a time counts. Every ratio is one of minima over interleaved runs: on a shared machine medians wander.
"""

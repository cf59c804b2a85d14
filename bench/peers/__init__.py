"""The peers: each computes the model of a scenario of a workload, in its own way."""

"""From a model to what readers get: support, steps, proofs, results, why."""

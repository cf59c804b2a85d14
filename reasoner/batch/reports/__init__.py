"""Reports of a run of scenarios: one module a family of formats, each an item at a time."""

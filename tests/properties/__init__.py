"""Property tests: the package against an oracle that shares no code with it."""

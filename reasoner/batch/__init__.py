"""Many scenarios at once: running scenario files, and what a whole knowledge base leads to."""

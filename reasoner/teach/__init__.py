"""Teaching: exercises whose key is the knowledge base, courses, and marks."""

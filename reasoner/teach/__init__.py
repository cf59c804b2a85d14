"""Teaching: exercises whose key is the knowledge base, made, shown, graded and carried to where the course lives."""

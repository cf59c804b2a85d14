"""Results and explanations as text and JSON; the only package that imports rich, and only for text."""

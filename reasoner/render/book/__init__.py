"""The rule book: a knowledge base as a document that is read, in Markdown and in HTML."""

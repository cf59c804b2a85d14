"""What must hold of every knowledge base: checked whenever one is loaded, each module a family of `check(draft)`."""

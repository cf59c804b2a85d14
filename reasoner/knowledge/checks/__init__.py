"""What `reasoner kb check` looks at beyond what every knowledge base must keep to; each module a family of checks."""

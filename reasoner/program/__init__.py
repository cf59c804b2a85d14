"""From a knowledge base and a scenario to a ground program and its cases."""

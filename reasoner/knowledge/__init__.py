"""The knowledge stage: YAML with positions -> a checked `KnowledgeBase`; names -> ids; scenario files -> scenarios.

Its modules are imported one by one: the way through the cache must not load YAML.
"""

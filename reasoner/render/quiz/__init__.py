"""Exercises and their keys as files that learning management systems read: pure functions, one module a format."""

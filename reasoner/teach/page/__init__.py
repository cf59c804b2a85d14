"""Exercises as one HTML file that needs no network, and evaluates scenarios itself."""

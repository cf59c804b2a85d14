"""Pictures of answers: made of records (`content.py`), drawn as SVG and in the terminal."""

"""Two plans compared: which measure became which (match.py), and what changed in it (changes.py)."""

"""For a person's eyes: records in, text out."""

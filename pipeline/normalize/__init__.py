"""Tables and the text around them to a `Plan`; no geometry, no file, no clock. Start reading at plan.py."""

"""The schema's history, one set of steps for both databases."""

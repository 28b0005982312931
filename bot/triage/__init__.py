"""Triage: what a quality team does with an item."""

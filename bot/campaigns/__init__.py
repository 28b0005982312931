"""Campaigns: a question to colleagues, with dates, a sponsor, and what came of it."""

"""Feedback: one tap at a service point, and what belongs to it."""

"""Feedback: one tap at a service point, words to it, and the answer."""

"""Closing: what follows a decision: a second look at a refusal, and the question whether it helped."""

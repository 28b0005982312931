"""Merging: a feedback becomes an idea, or is joined with one that there is, and comes apart again."""

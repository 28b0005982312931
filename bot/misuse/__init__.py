"""Misuse: limits, bursts at a point, and who may send nothing for some days."""

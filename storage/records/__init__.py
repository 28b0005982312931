"""Records: what is remembered, as frozen values; the standard library only."""

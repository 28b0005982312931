"""Charts: pictures of figures, for those who would rather look than read."""

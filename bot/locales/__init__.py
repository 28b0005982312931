"""The catalogues: one file a language, English stands in the code."""

"""Comments: what colleagues say about an idea, by name, and the team looks at first where it is asked to."""

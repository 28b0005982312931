"""Mine: what one has sent, looked up, answered, changed, taken back, hidden, claimed; and what its author hears."""

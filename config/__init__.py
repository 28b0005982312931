"""What an operator sets: settings and the organisation."""

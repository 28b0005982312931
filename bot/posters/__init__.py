"""Posters for service points: a QR code, the question in each of the point's languages, and five faces."""

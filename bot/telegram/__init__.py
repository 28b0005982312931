"""The edge towards Telegram: receiving, sending, limits, failures."""

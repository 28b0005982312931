"""A local stand-in for Telegram: for the demo, the tests and the rehearsals of crashes."""

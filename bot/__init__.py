"""Kaiwa, the bot: what people see and what happens when they say or press something."""

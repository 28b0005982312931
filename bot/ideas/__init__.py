"""Ideas and feedback: one message, offered and sent."""

"""Ideas and feedback: one message, offered, sent, followed."""

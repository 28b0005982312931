"""Announcements: "you said, we did", told to everybody in the public channel and to those who said it."""

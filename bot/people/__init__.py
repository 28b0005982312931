"""People: welcome, language, roles, invitations."""

"""Kudos: thanks to colleagues; what citizens say of them is passed on when the quality team says yes."""

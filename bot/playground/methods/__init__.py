"""The methods of the Bot API that the playground offers, by subject."""

"""The board: ideas looked at, found again and supported by colleagues."""

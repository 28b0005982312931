"""The board: ideas looked at, found again, supported and talked over by colleagues."""

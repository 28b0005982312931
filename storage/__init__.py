"""What is remembered: tables, and functions that change and look up."""

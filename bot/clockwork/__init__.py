"""The edge towards time: what happens by itself."""

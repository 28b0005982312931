"""Privacy: what is held about somebody, shown and erased; what goes by itself; what everybody may know of it."""

"""Care: looking after what is kept – seeing it, taking it out, taking it elsewhere, mending it."""

"""Installing: a timer of the system that runs the nightshift, put there and taken away again."""

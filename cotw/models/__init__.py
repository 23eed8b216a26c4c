"""Models: encoders that turn texts into vectors, how they are found, exported, run and remembered."""

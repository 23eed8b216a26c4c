"""The doctor: says what is not as it should be with a home and its machine, and what to do about it."""

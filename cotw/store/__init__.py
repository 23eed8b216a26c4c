"""TRUTH: what was said, shown, produced and decided. Append and record; never change."""

"""The values that flow through everything; frozen, without any I/O."""

"""Wire: what both ends of the keeper's socket agree on, and where in a home they meet.

The standard library alone: a hook that imports it has answered before other programs have started. No
dataclasses, no pathlib and no typing either, which would take longer to import than all that is done here.
"""

"""The transcript families that are known, one module each.

A module here whose name does not begin with an underscore declares `IMPORTERS`, a tuple of `Importer`.
Nothing else has to be told of it: `detect` finds it. docs/importers.md says how to write one.
"""

"""The index: projections of truth in DuckDB and LanceDB. May be deleted at any time, and is rebuilt."""

"""COTW: a memory for AI agents. What was said is kept in plain files, indexed, and found again.

Plain files are the truth; DuckDB and LanceDB hold projections of them and may be deleted at any time.
`ARCHITECTURE.md` describes the rooms of this package, `GLOSSARY.md` its words.
"""

# A literal, because asking importlib.metadata takes longer than starting Python; a test keeps it equal to
# pyproject.toml.
__version__ = "0.1.0"

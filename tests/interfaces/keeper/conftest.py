"""Every test of the keeper has a house of its own."""

from tests.interfaces.keeper.house import house

__all__ = ["house"]

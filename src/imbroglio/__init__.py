"""imbroglio: reports on a war go in, a record comes out in which every cell leads back to its sentence."""

__version__ = "0.1.0"

"""The version of the program: also the package's, and what an index says that wrote it."""

__version__ = "0.2.0"

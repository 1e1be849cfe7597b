"""kehoach: Vietnamese government plans in, complete and traceable tasks out."""

__version__ = "0.1.0"

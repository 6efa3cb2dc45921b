"""One report in; a deck, a brief and a handout for every audience out. `exporter.build` is the whole of the API."""

__version__ = "0.1.0"

"""exporter: report data in; native PowerPoint decks, PDF briefs and handouts out, for each audience."""

__version__ = "0.1.0"

"""How fast exporter is, and how that compares: `python -m tests.bench`. No test of the suite measures time."""

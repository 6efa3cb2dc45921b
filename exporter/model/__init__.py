"""Frozen values that the stages hand to one another. Nothing here reads, measures or draws."""

"""Charts: `kinds` draws a block in its kind; the other modules are what kinds are made of."""

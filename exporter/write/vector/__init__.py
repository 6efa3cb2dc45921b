"""What the writers that draw pages as vectors share: where words, bars and rules stand, put on a Canvas."""

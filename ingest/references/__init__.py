"""References in the text to other places, written out and led to their targets."""

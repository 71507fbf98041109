"""What is put to the test, side by side: the chain, each half of its search alone, what one would build otherwise."""

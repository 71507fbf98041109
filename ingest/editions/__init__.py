"""The same regulation more than once: copies merged, editions by their day, what changes between two."""

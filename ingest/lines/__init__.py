"""Characters and lines: the text that remembers its source, cleaned, and its physical lines made logical ones."""

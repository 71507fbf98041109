"""One file → the documents in it: where they begin, what is furniture, what their titles are."""

"""A table of questions in, the same table with answers and their sources out."""

"""A conversation as a Word document: its quotations rebuilt from the served records, each with its source."""

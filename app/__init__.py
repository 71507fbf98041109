"""Question → cited answer: the retrieval chain, its REST API and the chat page."""

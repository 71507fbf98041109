"""Source files in, structured regulations out; knows nothing of vectors, langchain or Chroma."""

"""A retriever against a BEIR folder: rankings of articles, judged with TREC's measures."""

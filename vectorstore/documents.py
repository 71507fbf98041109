"""The search as a langchain retriever."""

from __future__ import annotations

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from vectorstore.retriever import Retriever


class ArticleRetriever(BaseRetriever):
    """The same search as a langchain retriever: one Document an article, the metadata with its id and score."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    retriever: Retriever
    limit: int = 10

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        return [
            Document(
                page_content=found.passages[0].passage.text
                if found.passages
                else self.retriever.text(found.article_id),
                metadata={
                    "article_id": found.article_id,
                    "regulation_id": found.regulation_id,
                    "address": found.address,
                    "score": found.score,
                    "route": found.route,
                },
            )
            for found in self.retriever.retrieve(query, limit=self.limit).articles
        ]

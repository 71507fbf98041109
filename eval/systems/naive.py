"""What one would build without this project: the raw files cut every 500 characters, embedded, kept in Chroma.

The text splitter is langchain's, the model and the vector store are ours, so that only the cutting differs. A chunk has
no address; so that it can be judged at all, the records' map to their sources tells which articles it covers.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eval.dataset import Question
from eval.ranking import DEPTH
from eval.run import Reply
from eval.systems.sources import SourceMap, check_sources, source_maps, source_texts
from eval.systems.structured import asked_text
from eval.systems.system import Setup, SystemUnderTest
from ingest.model import RawText, Regulation
from vectorstore.cache import EmbeddingCache
from vectorstore.embedding import SentenceEmbeddings
from vectorstore.published import IndexFolder
from vectorstore.store import VectorStore

SIZE, OVERLAP = 500, 50
_COMMIT = 64


@dataclass(frozen=True, slots=True)
class Chunk:
    """``text`` is ``source[start:start + len(text)]`` of the file. ``articles`` are the articles that it covers, as
    (regulation id, address), the one with most of its characters first."""

    file: str
    start: int
    text: str
    articles: tuple[tuple[str, str], ...]


def naive_system(setup: Setup) -> SystemUnderTest:
    """The naive system over the source files of the published index. Raises
    :class:`eval.run.UnreachableError` where they are not all there, and what the index and the model raise."""
    from vectorstore.embedding import load_embedder

    data = setup.settings.data
    build_id = IndexFolder(data).serving().build_id
    regulations = IndexFolder(data).regulations(build_id)
    texts = source_texts(setup.sources)
    check_sources(regulations.values(), texts)
    made = chunks(texts, regulations.values())
    embedder = load_embedder(setup.settings.model, data)
    embedder.load()  # opening takes as long as it takes; a question must not
    vectors = _vectors(data / "eval" / "naive.sqlite", embedder, made)
    folder = tempfile.TemporaryDirectory(prefix="tiaowen-naive-")
    store = VectorStore(Path(folder.name))

    def close() -> None:
        store.close()
        folder.cleanup()

    store.add([str(at) for at in range(len(made))], vectors, [{"file": chunk.file} for chunk in made])
    facts = {
        "对象": f"通行做法：原始文件按 {SIZE} 字切块、重叠 {OVERLAP} 字，同一向量模型，Chroma，引用整块，不拒答",
        "索引": build_id,
        "数据目录": str(data),
        "语料": f"{len(texts)} 个文件，{len(made)} 块",
    }
    return SystemUnderTest(NaiveAsker(made, regulations, embedder, store), build_id, facts, close)


def chunks(texts: Mapping[str, RawText], regulations: Iterable[Regulation]) -> list[Chunk]:
    """Every file cut by langchain's splitter with its usual settings, files in the order of their names."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(chunk_size=SIZE, chunk_overlap=OVERLAP, add_start_index=True)
    maps = source_maps(regulations)
    made = []
    for file in sorted(texts):
        for document in splitter.create_documents([texts[file].text]):
            start = int(document.metadata["start_index"])
            covered = maps.get(file, SourceMap([])).covered(start, start + len(document.page_content))
            made.append(Chunk(file, start, document.page_content, covered))
    return made


def _vectors(cache_file: Path, embedder: SentenceEmbeddings, made: Sequence[Chunk]) -> NDArray[np.float32]:
    """The vectors of the chunks; what is computed is kept for the next run."""
    texts = [chunk.text for chunk in made]
    with EmbeddingCache(cache_file) as cache:
        known = cache.get(embedder.fingerprint, texts)
        missing = sorted({text for text in texts if text not in known})
        for at in range(0, len(missing), _COMMIT):
            part = missing[at : at + _COMMIT]
            vectors = embedder.documents(part)
            cache.put(embedder.fingerprint, part, vectors)
            known.update(zip(part, vectors, strict=True))
    return np.stack([known[text] for text in texts])


class NaiveAsker:
    """Answers with the nearest chunk as it stands."""

    def __init__(
        self,
        made: Sequence[Chunk],
        regulations: Mapping[str, Regulation],
        embedder: SentenceEmbeddings,
        store: VectorStore,
    ) -> None:
        self._chunks = made
        self._titles = {identity: regulation.title for identity, regulation in regulations.items()}
        self._embedder = embedder
        self._store = store

    def ask(self, question: Question) -> Reply:
        """The answer; the ranking are the articles of one chunk after another."""
        text = asked_text(question)
        started = time.perf_counter()
        found = [self._chunks[int(i)] for i, _ in self._store.query(self._embedder.queries([text])[0], DEPTH)]
        elapsed_ms = (time.perf_counter() - started) * 1000
        articles = dict.fromkeys(article for chunk in found for article in chunk.articles)
        answer = {
            "answer": found[0].text,
            "refused": False,
            "citations": [self._citation(found[0])],
            "related": [],
        }
        return Reply(answer, elapsed_ms, tuple(self._place(*article) for article in articles))

    def _citation(self, chunk: Chunk) -> dict[str, Any]:
        """The chunk at the article it covers most of. It is quoted from the file, not from the record's text, so it has
        ``sources`` and no ``spans``. A chunk of no regulation (furniture of the file) is at the file itself."""
        identity, address = chunk.articles[0] if chunk.articles else ("", "")
        end = chunk.start + len(chunk.text)
        return {
            **self._place(identity, address),
            **({} if identity else {"regulation": chunk.file}),
            "label": address,
            "quote": chunk.text,
            "article_id": f"{chunk.file}@{chunk.start}",
            "article_text": chunk.text,
            "spans": [],
            "sources": [{"file": chunk.file, "start": chunk.start, "end": end}],
        }

    def _place(self, identity: str, address: str) -> dict[str, str]:
        return {"regulation_id": identity, "regulation": self._titles.get(identity, ""), "article": address}

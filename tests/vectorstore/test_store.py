from __future__ import annotations

import numpy as np
import pytest

from vectorstore.errors import VectorstoreError
from vectorstore.store import VectorStore


def unit(count: int, size: int = 32) -> np.ndarray:
    made = np.random.default_rng(7).normal(size=(count, size)).astype(np.float32)
    return made / np.linalg.norm(made, axis=1, keepdims=True)


def test_the_search_is_exact_at_a_few_thousand(tmp_path):
    vectors = unit(2500)
    ids = [f"r{n % 3}#{n}" for n in range(2500)]
    with VectorStore(tmp_path / "chroma") as store:
        store.add(ids, vectors, [{"regulation_id": f"r{n % 3}"} for n in range(2500)])
        assert store.count() == 2500
        for probe in unit(2500)[:10]:
            similarity = vectors @ probe
            expected = [ids[n] for n in np.argsort(-similarity)[:200]]
            found = store.query(probe, 200)
            assert [i for i, _ in found] == expected
            assert found[5][1] == pytest.approx(float(np.sort(similarity)[-6]), abs=1e-4)
        only = store.query(vectors[0], 50, {"regulation_id": {"$in": ["r1"]}})
        assert len(only) == 50 and all(i.startswith("r1#") for i, _ in only)
        assert len(store.query(vectors[0], 9999)) == 2500


def test_it_is_all_there_when_opened_again(tmp_path):
    with VectorStore(tmp_path / "chroma") as store:
        store.add(["甲#第一条/全条", "乙"], unit(2), [{"kind": "article"}, {"kind": "item"}])
    with VectorStore(tmp_path / "chroma") as store:
        assert store.get(["甲#第一条/全条", "丙"]) == {"甲#第一条/全条": {"kind": "article"}}
        assert store.query(unit(2)[1], 1)[0][0] == "乙"


def test_an_empty_store_finds_nothing(tmp_path):
    with VectorStore(tmp_path / "chroma") as store:
        assert store.query(unit(1)[0], 5) == []


def test_a_second_owner_is_refused(tmp_path):
    with VectorStore(tmp_path / "chroma"), pytest.raises(VectorstoreError, match="正被另一个进程使用") as caught:
        VectorStore(tmp_path / "chroma")
    assert caught.value.code == "locked"
    VectorStore(tmp_path / "chroma").close()


def test_langchain_sees_the_same_vectors(tmp_path, letters):
    texts = ["夜里十点关门", "早餐七点开始"]
    with VectorStore(tmp_path / "chroma") as store:
        store.add(["门", "餐"], letters.documents(texts), [{"kind": "item"}] * 2)
        chroma = store.langchain(letters)
        assert chroma.get(ids=["餐"])["ids"] == ["餐"]


def test_what_no_search_reaches_is_put_in_anew(tmp_path):
    ids, vectors, about = ["甲", "乙", "丙"], unit(3), [{"kind": "item"}] * 3
    with VectorStore(tmp_path / "chroma") as store:
        store.add(ids[:2], vectors[:2], about[:2])
        assert store.mend(ids[:2], vectors[:2], about[:2]) == 0
        assert store.mend(ids, vectors, about) == 1
        assert store.count() == 3 and store.query(vectors[2], 1)[0][0] == "丙"

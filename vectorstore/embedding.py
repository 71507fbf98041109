"""A sentence-transformers model as langchain ``Embeddings``, with its own prompts for questions and passages."""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from vectorstore import weights
from vectorstore.adaptation.merged import unpack_adapted
from vectorstore.errors import VectorstoreError

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer

    from vectorstore.fused import FusedEncoder

Vectors = NDArray[np.float32]
Precision = Literal["float32", "bfloat16"]
Progress = Callable[[int, int], None]

# What decides a vector: weights, tokenizer, module configuration and prompts. Read-me files and markers do not.
_DECISIVE = (".safetensors", ".bin", ".json", ".txt", ".model")
_IGNORED = ("unpacked.json", "README.md")


class SentenceEmbeddings(Embeddings):
    """Vectors of unit length from the sentence-transformers model in ``folder``.

    The model is loaded at the first text, so that asking for the ``fingerprint`` costs neither time nor memory. Safe to
    use from several threads: they take turns. Raises ``model`` where the folder holds no usable model.
    """

    def __init__(self, folder: Path, *, precision: Precision | None = None, batch_size: int = 16) -> None:
        self.folder = folder
        self.precision: Precision = precision or best_precision()
        self.batch_size = batch_size
        self.name = folder.name
        self._model: SentenceTransformer | None = None
        self._encoder: FusedEncoder | None = None
        self._lock = threading.Lock()
        self._fingerprint: str | None = None

    @property
    def fingerprint(self) -> str:
        """Sixteen bytes, in hexadecimal, of a hash of everything that decides a vector: files and precision."""
        if self._fingerprint is None:
            self._fingerprint = _fingerprint(self.folder, self.precision)
        return self._fingerprint

    def load(self) -> None:
        """Load the model now (a server does so before its first question)."""
        with self._lock:
            self._loaded()

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions: float32 of shape (texts, dimensions)."""
        return self._encode(texts, "query", None)

    def documents(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Vectors of passages: float32 of shape (texts, dimensions), in the order given.

        ``progress`` is told (texts done, texts in all) after each batch.
        """
        return self._encode(texts, "document", progress)

    def embed_query(self, text: str) -> list[float]:
        return [float(x) for x in self.queries([text])[0]]

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [[float(x) for x in row] for row in self.documents(texts)]

    def prompts(self) -> tuple[str, str]:
        """What the model puts before a question and before a passage."""
        with self._lock:
            prompts = self._loaded().prompts
        return prompts.get("query", ""), prompts.get("document", "")

    def transformer(self) -> Any:
        """The encoder itself, an object of transformers; not to be changed. None where the model has none."""
        with self._lock:
            return getattr(self._loaded()[0], "auto_model", None)

    def pairs(self, question: str, passages: Sequence[str], longest: int) -> tuple[torch.Tensor, torch.Tensor]:
        """Token ids and mask, both of shape (passages, tokens), of the question together with each passage, with the
        model's prompts; a passage is cut where both have more than ``longest`` tokens."""
        before, within = self.prompts()
        with self._lock:
            tokens = self._loaded().tokenizer(
                [before + question] * len(passages),
                [within + passage for passage in passages],
                padding=True,
                truncation="only_second",
                max_length=longest,
                return_tensors="pt",
            )
        return tokens["input_ids"], tokens["attention_mask"]

    def _encode(self, texts: Sequence[str], side: Literal["query", "document"], progress: Progress | None) -> Vectors:
        if not texts:
            return np.empty((0, 0), dtype=np.float32)
        # Batches of like length waste no padding.
        order = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
        rows: list[Vectors] = []
        for at in range(0, len(order), self.batch_size):
            batch = [texts[i] for i in order[at : at + self.batch_size]]
            with self._lock:
                model = self._loaded()
                rows.append(_questions(model, self._encoder, batch) if side == "query" else _passages(model, batch))
            if progress:
                progress(min(at + self.batch_size, len(order)), len(order))
        sorted_rows = np.concatenate(rows)
        vectors = np.empty_like(sorted_rows)
        vectors[order] = sorted_rows
        # bfloat16 leaves lengths a few thousandths off 1; a model without a Normalize module leaves them anywhere.
        vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
        return vectors

    def _loaded(self) -> SentenceTransformer:
        if self._model is None:
            model = _load(self.folder, self.precision)
            from vectorstore.fused import fused  # imports torch, which must find its thread settings

            self._encoder = fused(list(model))
            self._model = model
        return self._model


def load_embedder(
    model: str | None,
    data: Path,
    *,
    allow_download: bool = False,
    precision: Precision | None = None,
    batch_size: int = 16,
    progress: Progress | None = None,
) -> SentenceEmbeddings:
    """The embedder for the setting ``model``: None is the packaged default with our adapter (unpacked into
    ``data``/models on demand), "multilingual-e5-small" the same without it, else a folder or the name of a hub's model.

    The hub is asked only with ``allow_download``; otherwise its model must already be in the local cache. Raises
    ``model`` (no such folder, hub model unavailable) or ``weights`` (the packaged weights are absent or damaged).
    """
    if model is None:
        folder = unpack_adapted(data / "models", progress=progress)
    elif model == weights.NAME:
        folder = weights.unpack(data / "models", progress=progress)
    elif _looks_like_folder(model):
        folder = Path(model).expanduser()
        _check_folder(folder)
    else:
        folder = _hub_folder(model, allow_download)
    return SentenceEmbeddings(folder, precision=precision, batch_size=batch_size)


def best_precision(cpuinfo: Path = Path("/proc/cpuinfo")) -> Precision:
    """bfloat16 where the CPU computes in it (twice the speed at no loss of quality), float32 elsewhere."""
    try:
        text = cpuinfo.read_text(encoding="ascii", errors="replace")
    except OSError:
        return "float32"
    flags = next((line.split(":", 1)[-1].split() for line in text.splitlines() if line.startswith("flags")), [])
    return "bfloat16" if {"avx512_bf16", "amx_bf16"} & set(flags) else "float32"


def _looks_like_folder(model: str) -> bool:
    return Path(model).expanduser().exists() or model.startswith((".", "/", "~")) or model.count("/") != 1


def _check_folder(folder: Path) -> None:
    if not folder.is_dir():
        raise VectorstoreError("model", f"模型文件夹不存在：{folder}。请检查 --model 的路径，或不设它以使用默认模型。")
    if not (folder / "config.json").is_file() and not (folder / "modules.json").is_file():
        raise VectorstoreError(
            "model",
            f"{folder} 不是 sentence-transformers 模型文件夹（没有 modules.json 或 config.json）。"
            "请指向模型文件所在的那一层。",
        )


def _hub_folder(name: str, allow_download: bool) -> Path:
    if not allow_download:
        # Read by huggingface_hub when it is first imported: nothing of this process may then reach for the network.
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
    from huggingface_hub import snapshot_download

    try:
        folder = snapshot_download(
            name,
            local_files_only=not allow_download,
            ignore_patterns=["*.onnx", "*.msgpack", "*.h5", "onnx/*", "openvino/*"],
        )
    except Exception as error:
        advice = (
            "请检查网络或镜像设置，或在能上网的机器上下载后用 --model 指定文件夹。"
            if allow_download
            else "本机缓存中没有它，而联网下载默认关闭：请把下载好的模型文件夹用 --model 指定，或允许下载后再试。"
        )
        raise VectorstoreError("model", f"取不到模型 {name}：{advice}（{type(error).__name__}）") from error
    return Path(folder)


def _fingerprint(folder: Path, precision: str) -> str:
    digest = hashlib.sha256(precision.encode())
    files = sorted(p for p in folder.rglob("*") if p.suffix in _DECISIVE and p.name not in _IGNORED)
    for path in files:
        digest.update(str(path.relative_to(folder)).encode() + b"\0")
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()[:32]


def _questions(model: SentenceTransformer, encoder: FusedEncoder | None, batch: list[str]) -> Vectors:
    """What ``encode_query`` does for one batch, without the milliseconds that its walks over all of the model's parts
    take at each call: a third of the time of a short question."""
    import torch

    name = "query" if "query" in model.prompts else model.default_prompt_name
    prompt = model.prompts.get(name) if name else None
    with torch.inference_mode():
        features = model.preprocess(batch, prompt=prompt, task="query")
        if encoder is None:
            features = model(features, task="query")
        else:
            features["token_embeddings"] = encoder(features["input_ids"], features["attention_mask"])
            for module in list(model)[1:]:
                features = module(features)
        vectors: torch.Tensor = features["sentence_embedding"]
        return np.asarray(vectors[:, : model.truncate_dim].float().numpy(), np.float32)


def _passages(model: SentenceTransformer, batch: list[str]) -> Vectors:
    return np.asarray(model.encode_document(batch, batch_size=len(batch), show_progress_bar=False), np.float32)


def _load(folder: Path, precision: Precision) -> SentenceTransformer:
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    # OpenMP reads this when torch is first imported. By default its threads burn their core while they wait for one
    # another: with anything else running on two cores, a question then takes 0.75–1.4 s instead of 0.05–0.1 s.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()
    try:
        model = SentenceTransformer(
            str(folder),
            device="cpu",
            local_files_only=True,
            # Each tensor goes straight from the file into its final precision: no second copy of the model.
            model_kwargs={"dtype": getattr(torch, precision), "low_cpu_mem_usage": True},
        )
    except Exception as error:
        raise VectorstoreError(
            "model",
            f"无法加载模型 {folder}：{error}。请确认文件完整；默认模型可删除该文件夹后重试，会自动重新展开。",
        ) from error
    model.eval()
    return model

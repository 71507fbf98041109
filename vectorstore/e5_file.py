"""The packaged weights' file format (``E5S1``): a BERT encoder in 4-bit blocks together with its Unigram vocabulary.

Reading is by slices of a memory map, so only the rows that are asked for are ever expanded.
"""

from __future__ import annotations

import mmap
import struct
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

_BLOCK = 32
_BLOCK_BYTES = 2 + _BLOCK // 2


@dataclass(frozen=True, slots=True)
class Shape:
    """The encoder's sizes, as BERT names them."""

    hidden: int
    layers: int
    heads: int
    ffn: int
    vocab: int
    max_position: int
    type_vocab: int
    layer_norm_eps: float


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Unigram pieces with their log probabilities; ``bos``, ``eos``, ``pad``, ``unk`` are positions in ``pieces``."""

    pieces: tuple[str, ...]
    scores: tuple[float, ...]
    bos: int
    eos: int
    pad: int
    unk: int


class E5File:
    """An open weights file.

    ``shape`` and ``vocabulary`` are read at once; ``vector`` gives a plain tensor, ``matrix`` a 4-bit one as float32.
    Raises ``ValueError`` where the bytes are no such file.
    """

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._at = 0
        if self._map[:4] != b"E5S1":
            raise ValueError("not an E5S1 file")
        self._at = 4
        (version,) = self._read("I")
        hidden, layers, heads, ffn, vocab, max_position, type_vocab = self._read("7i")
        (eps,) = self._read("f")
        (block,) = self._read("i")
        if version != 1 or block != _BLOCK:
            raise ValueError(f"unsupported E5S1 version {version} or block size {block}")
        self.shape = Shape(hidden, layers, heads, ffn, vocab, max_position, type_vocab, layer_norm_eps=round(eps, 15))
        self.vocabulary = self._vocabulary()
        self._skip_normalisation()
        self._directory = self._tensors()

    def close(self) -> None:
        self._map.close()

    def vector(self, name: str) -> Floats:
        """The unquantised tensor ``name``, flat."""
        dtype, offset, size = self._directory[name]
        if dtype != 0:
            raise ValueError(f"{name} is quantised")
        return np.frombuffer(self._map[offset : offset + size], dtype="<f4").astype(np.float32)

    def matrix(self, name: str, columns: int, rows: NDArray[np.int64] | None = None) -> Floats:
        """The 4-bit tensor ``name`` as float32 of shape (rows, ``columns``); ``rows`` picks some of them, in order."""
        dtype, offset, size = self._directory[name]
        if dtype != 1:
            raise ValueError(f"{name} is not quantised")
        per_row = columns // _BLOCK * _BLOCK_BYTES
        raw = np.frombuffer(self._map[offset : offset + size], dtype=np.uint8).reshape(-1, per_row)
        picked = raw if rows is None else raw[rows]
        blocks = np.ascontiguousarray(picked).reshape(-1, _BLOCK_BYTES)
        scale = blocks[:, :2].copy().view("<f2").astype(np.float32)
        nibbles = blocks[:, 2:]
        values = np.empty((len(blocks), _BLOCK), dtype=np.float32)
        values[:, : _BLOCK // 2] = nibbles & 0x0F
        values[:, _BLOCK // 2 :] = nibbles >> 4
        values -= 8
        values *= scale
        return values.reshape(len(picked), columns)

    def _read(self, layout: str) -> tuple[int, ...]:
        values = struct.unpack_from("<" + layout, self._map, self._at)
        self._at += struct.calcsize("<" + layout)
        return values

    def _vocabulary(self) -> Vocabulary:
        count, bos, eos, pad, unk = self._read("5i")
        (length,) = self._read("Q")
        ends = np.frombuffer(self._map, dtype="<u4", count=count + 1, offset=self._at).tolist()
        self._at += 4 * (count + 1)
        scores = np.frombuffer(self._map, dtype="<f4", count=count, offset=self._at).tolist()
        self._at += 4 * count
        blob = self._map[self._at : self._at + length]
        self._at += length
        pieces = tuple(blob[a:b].decode() for a, b in pairwise(ends))
        return Vocabulary(pieces, tuple(scores), bos, eos, pad, unk)

    def _skip_normalisation(self) -> None:
        _, length = self._read("iI")
        self._at += length

    def _tensors(self) -> dict[str, tuple[int, int, int]]:
        directory = {}
        (count,) = self._read("i")
        for _ in range(count):
            (length,) = self._read("H")
            name = self._map[self._at : self._at + length].decode()
            self._at += length
            dtype, _, offset, size = self._read("BIQQ")
            directory[name] = (dtype, offset, size)
        return directory

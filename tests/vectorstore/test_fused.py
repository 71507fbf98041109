"""The encoder with its products taken together gives what the modules give, to the bit."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
import torch
from transformers import BertConfig, BertModel

from vectorstore.fused import FusedEncoder, fused


@pytest.fixture(scope="module", params=["float32", "bfloat16"])
def bert(request: pytest.FixtureRequest) -> Any:
    torch.manual_seed(0)
    config = BertConfig(vocab_size=50, hidden_size=32, num_hidden_layers=3, num_attention_heads=4, intermediate_size=64)
    return BertModel(config, add_pooling_layer=False).eval().to(getattr(torch, request.param))


def test_one_text(bert: Any) -> None:
    ids = torch.tensor([[3, 7, 9, 11, 4]])
    mask = torch.ones_like(ids)
    with torch.inference_mode():
        assert torch.equal(FusedEncoder(bert)(ids, mask), bert(input_ids=ids, attention_mask=mask).last_hidden_state)


def test_texts_of_unlike_length(bert: Any) -> None:
    ids = torch.tensor([[3, 7, 9, 11, 4], [3, 8, 4, 0, 0]])
    mask = torch.tensor([[1, 1, 1, 1, 1], [1, 1, 1, 0, 0]])
    with torch.inference_mode():
        ours = FusedEncoder(bert)(ids, mask)
        theirs = bert(input_ids=ids, attention_mask=mask).last_hidden_state
    assert torch.equal(ours[0], theirs[0])
    assert torch.equal(ours[1, :3], theirs[1, :3])
    with torch.inference_mode():  # what stands in the padding changes nothing
        other = FusedEncoder(bert)(torch.tensor([[3, 7, 9, 11, 4], [3, 8, 4, 5, 6]]), mask)
    assert torch.equal(other[1, :3], ours[1, :3])


def test_another_kind_of_model_keeps_its_own_way(bert: Any) -> None:
    assert fused([SimpleNamespace(auto_model=bert)]) is not None
    assert fused([SimpleNamespace(auto_model=torch.nn.Linear(2, 2))]) is None
    assert fused([SimpleNamespace()]) is None

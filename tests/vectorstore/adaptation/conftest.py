from __future__ import annotations

import json
from pathlib import Path

import pytest

from vectorstore.adaptation.command import Material

ASKED = [str(i) for i in range(60)]
LETTERS = "甲乙丙丁戊己庚辛壬癸子丑寅卯请假几天罚多少钱谁批准的规定工资停发"


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A transformer of two small layers with weights drawn at random, one token a character."""
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    folder = tmp_path_factory.mktemp("tiny")
    vocabulary = {piece: at for at, piece in enumerate(["<s>", "<pad>", "</s>", "<unk>", *dict.fromkeys(LETTERS)])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, bos_token="<s>", eos_token="</s>", pad_token="<pad>", unk_token="<unk>"
    ).save_pretrained(folder)
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=300,
        pad_token_id=1,
    )
    BertModel(config).save_pretrained(folder)
    return folder


@pytest.fixture
def material(tmp_path: Path) -> Material:
    """A BEIR folder of 49 articles of three letters with a question each, some twice, and a question of our own."""
    folder = tmp_path / "beir"
    (folder / "qrels").mkdir(parents=True)
    rows = [
        {"_id": f"d{i}", "title": "甲", "text": f"{a}{b}假", "metadata": {"article": i + 1}}
        for i, (a, b) in enumerate((a, b) for a in "子丑寅卯辛壬癸" for b in "请罚批停发工资")
    ]
    (folder / "corpus.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    queries = [{"_id": q, "text": f"{rows[int(q) % 49]['text']}问{q}"} for q in ASKED]
    (folder / "queries.jsonl").write_text("\n".join(json.dumps(row) for row in queries), encoding="utf-8")
    (folder / "qrels" / "train.tsv").write_text("".join(f"{q}\td{int(q) % 49}\t1\n" for q in ASKED), encoding="utf-8")
    own = tmp_path / "own.jsonl"
    own.write_text(json.dumps({"id": "d3", "q": ["子停吗"]}), encoding="utf-8")
    return Material(folder, "train", own)

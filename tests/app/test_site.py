"""Whom a refusal refers to is changed while the service runs, checked, undone."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.__main__ import main
from app.site import can_undo, contact, save_contact, set_contact, site_file, undo_contact
from ingest.model import IngestError


def test_the_file_goes_before_the_settings(tmp_path: Path) -> None:
    assert contact(tmp_path, "传达室") == "传达室" and set_contact(tmp_path) is None
    save_contact(tmp_path, ' 综合办公室"（内线\\8000） ')
    assert contact(tmp_path, "传达室") == '综合办公室"（内线\\8000）'
    save_contact(tmp_path, "")
    assert contact(tmp_path, "传达室") is None and set_contact(tmp_path) == ""
    save_contact(tmp_path, None)
    assert contact(tmp_path, "传达室") == "传达室"
    assert can_undo(tmp_path)
    undo_contact(tmp_path)
    assert set_contact(tmp_path) == ""


@pytest.mark.parametrize("said", ["两\n行", "长" * 101, "暗\u202e号"])
def test_what_is_not_one_line(tmp_path: Path, said: str) -> None:
    with pytest.raises(IngestError, match="一行文字"):
        save_contact(tmp_path, said)
    assert not site_file(tmp_path).exists()


@pytest.mark.parametrize("text", ["contact = 3", "contact =", 'contact = "\\n"'])
def test_a_file_broken_by_hand_says_nothing_and_is_named_in_the_log(
    tmp_path: Path, text: str, caplog: pytest.LogCaptureFixture
) -> None:
    site_file(tmp_path).write_text(text, encoding="utf-8")
    assert contact(tmp_path, "传达室") == "传达室"
    assert str(site_file(tmp_path)) in caplog.text


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    at = ["--data", str(tmp_path)]
    assert main(["site", "--contact", "综合办公室", *at]) == 0
    assert "可咨询：综合办公室" in capsys.readouterr().out
    assert main(["site", "--contact", "", *at]) == 0 and "（不给出）" in capsys.readouterr().out
    assert main(["site", "--undo", *at]) == 0 and "综合办公室" in capsys.readouterr().out
    assert main(["site", "--default", *at]) == 0 and "（不给出）" in capsys.readouterr().out
    with pytest.raises(SystemExit) as ended:
        main(["site", "--contact", "两\n行", *at])
    assert ended.value.code == 1

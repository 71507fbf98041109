from __future__ import annotations

import pytest

from eval.__main__ import main


@pytest.mark.parametrize(
    "command", ["run", "check", "convert", "agree", "draft", "hold-out", "retrieval", "parsing", "label"]
)
def test_every_command_tells_how_it_is_used(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main([command, "--help"])
    assert caught.value.code == 0
    assert f"python -m eval {command}" in capsys.readouterr().out


def test_a_command_that_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["judge-all"])
    assert caught.value.code == 2
    assert "judge-all" in capsys.readouterr().err

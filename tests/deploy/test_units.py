"""The files of ``deploy/`` say the same as the program."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from app.settings import Settings

DEPLOY = Path(__file__).resolve().parent.parent.parent / "deploy"


def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("no systemd-analyze on this machine")
    text = (DEPLOY / "tiaowen.service").read_text(encoding="utf-8")
    for shipped, here in (
        ("/opt/tiaowen/current/venv/bin/python", sys.executable),
        ("User=tiaowen\nGroup=tiaowen\n", "User=daemon\nGroup=daemon\n"),
        ("Documentation=file:/opt/tiaowen/current/docs/deployment.md\n", ""),
    ):
        assert shipped in text
        text = text.replace(shipped, here)
    unit = tmp_path / "tiaowen.service"
    unit.write_text(text, encoding="utf-8")
    done = subprocess.run([analyze, "verify", str(unit)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.strip()) == (0, "")


def test_systemd_waits_longer_than_the_service_does() -> None:
    text = (DEPLOY / "tiaowen.service").read_text(encoding="utf-8")
    (seconds,) = re.findall(r"^TimeoutStopSec=(\d+)$", text, re.MULTILINE)
    assert int(seconds) > Settings.model_fields["graceful_seconds"].default + 10


def test_nginx_takes_bodies_as_large_as_the_service_does() -> None:
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    sizes = [int(size) for size in re.findall(r"client_max_body_size (\d+)m;", text)]
    assert sizes[0] * 1024 == Settings.model_fields["max_body_kb"].default


def test_compose_and_dockerfile_name_settings_that_exist() -> None:
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    service = compose["services"]["tiaowen"]
    known = {f"TIAOWEN_{name.upper()}" for name in Settings.model_fields}
    assert service["environment"].keys() <= known
    dockerfile = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    assert set(re.findall(r"TIAOWEN_\w+", dockerfile)) <= known
    copied = [shlex.split(line)[1] for line in dockerfile.splitlines() if line.startswith("COPY")]
    assert all((DEPLOY.parent / name).exists() for name in copied)
    assert service["build"]["dockerfile"] == "deploy/Dockerfile"

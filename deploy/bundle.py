"""``make bundle``: one archive with which a machine without any network installs 条问.

It holds the wheels of everything in ``requirements.txt`` for this platform (the model is one of them), pip's own wheel,
the code, ``install.sh`` and the checksums of all of it.
"""

from __future__ import annotations

import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
from collections.abc import Iterable, Sequence
from importlib.metadata import version as installed_version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_LEFT_OUT = re.compile(r"tests/|\.ci/|\.git|dist/")
_PIN = re.compile(r"([A-Za-z0-9._-]+)==(\S+)")


class BundleError(Exception):
    """No bundle can be made; the message is Chinese."""


def pins(requirements: str) -> dict[str, str]:
    """Normalised names and versions of a requirements file."""
    lines = (line.partition("#")[0].strip() for line in requirements.splitlines())
    found = [(line, _PIN.fullmatch(line)) for line in lines if line]
    for line, pin in found:
        if pin is None:
            raise BundleError(f"requirements.txt 中的“{line}”没有写成 名称==版本，离线包无法确定该带哪个文件。")
    return {_normal(pin[1]): pin[2] for _, pin in found if pin}


def chosen(wanted: dict[str, str], wheels: Iterable[Path]) -> tuple[list[Path], list[str]]:
    """The wheel of each pin, as far as there is one, and the pins without one. Other wheels are left out."""
    by_pin = {}
    for wheel in sorted(wheels):
        name, version = wheel.name.split("-")[:2]
        by_pin[_normal(name), version.partition("+")[0]] = wheel  # torch's CPU build is 2.13.0+cpu
    missing = [f"{name}=={version}" for name, version in wanted.items() if (name, version) not in by_pin]
    return [by_pin[pin] for pin in wanted.items() if pin in by_pin], missing


def collected(wanted: dict[str, str], folder: Path) -> list[Path]:
    """The wheels of all pins in ``folder``; those not yet there are fetched or, from source archives, built by pip."""
    wheels, missing = chosen(wanted, folder.glob("*.whl"))
    if missing:
        command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--wheel-dir", str(folder), *missing]
        failed = subprocess.run(command, check=False).returncode
        wheels, missing = chosen(wanted, folder.glob("*.whl"))
        if failed or missing:
            raise BundleError(f"没有取全软件包，还缺 {'、'.join(missing)}。原因见上面的输出，请检查软件源后重试。")
    return wheels


def check(requirements: Path, folder: Path) -> None:
    """Whether the wheels in ``folder`` are enough for pip. Raises :class:`BundleError` where something is missing."""
    command = [sys.executable, "-m", "pip", "--isolated", "install", "--dry-run", "--quiet", "--no-index"]
    wheels = ["--ignore-installed", "--find-links", str(folder), "--requirement", str(requirements)]
    settings = {**os.environ, "PIP_CONFIG_FILE": os.devnull}
    if subprocess.run([*command, *wheels], env=settings, stdout=subprocess.DEVNULL, check=False).returncode:
        raise BundleError("这些软件包在没有网络的机器上装不齐，缺的见上面的输出。请把它补进 requirements.txt。")


def code_files(root: Path) -> list[Path]:
    """The files under version control that a site needs, below ``root``."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, check=False)
    if listed.returncode:
        raise BundleError("这里不是 git 仓库，无法确定哪些文件属于代码。请在克隆的仓库里运行 make bundle。")
    names = [name for name in listed.stdout.decode("utf-8").split("\0") if name and not _LEFT_OUT.match(name)]
    return [root / name for name in names if (root / name).is_file()]


def lay_out(folder: Path, version: str, root: Path, code: Sequence[Path], wheels: Sequence[Path]) -> None:
    """Write the bundle's content below ``folder``, which must not exist."""
    (folder / "wheels").mkdir(parents=True)
    for wheel in wheels:
        _linked(wheel, folder / "wheels" / wheel.name)
    for path in code:
        target = folder / "code" / path.relative_to(root)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    shutil.copy(root / "deploy" / "install.sh", folder / "install.sh")
    (folder / "install.sh").chmod(0o755)
    files = [path for path in folder.rglob("*") if path.is_file()]
    space = sum(path.stat().st_size for path in files) // 1024 * 5  # unpacked wheels, compiled modules, the model
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    manifest = f"version={version}\npython={python}\nmachine={platform.machine()}\nspace_kb={space}\n"
    (folder / "MANIFEST").write_text(manifest, encoding="ascii")
    sums = [f"{_sha256(path)}  {path.relative_to(folder)}\n" for path in sorted([*files, folder / "MANIFEST"])]
    (folder / "SHA256SUMS").write_text("".join(sums), encoding="utf-8")


def packed(folder: Path, archive: Path) -> None:
    """``folder`` as a tar file; wheels are compressed already, so little effort goes into it."""
    part = archive.with_name(archive.name + ".part")
    with tarfile.open(part, "w:gz", compresslevel=1) as tar:
        tar.add(folder, folder.name, filter=_anonymous)
    part.replace(archive)


def main() -> int:
    """Make ``dist/tiaowen-VERSION-offline.tar.gz``."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    dist = ROOT / "dist"
    folder, archive = dist / f"tiaowen-{version}-offline", dist / f"tiaowen-{version}-offline.tar.gz"
    requirements = ROOT / "requirements.txt"
    try:
        wanted = pins(requirements.read_text(encoding="utf-8")) | {"pip": installed_version("pip")}
        code = code_files(ROOT)
        print("收集软件包（首次约需几分钟）……", flush=True)
        wheels = collected(wanted, dist / "wheels")
        shutil.rmtree(folder, ignore_errors=True)
        lay_out(folder, version, ROOT, code, wheels)
        check(requirements, folder / "wheels")
        print("打包……", flush=True)
        packed(folder, archive)
        shutil.rmtree(folder)
    except BundleError as error:
        print(f"错误：{error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"错误：写不进 {dist}（{error.strerror}）。请检查磁盘空间（约需 2 GB）和权限。", file=sys.stderr)
        return 1
    digest = _sha256(archive)
    (dist / f"{archive.name}.sha256").write_text(f"{digest}  {archive.name}\n", encoding="ascii")
    print(f"{archive.relative_to(ROOT)}：{archive.stat().st_size / 1024**2:.0f} MB，{len(wheels)} 个软件包。")
    print(f"SHA-256 {digest}")
    return 0


def _linked(source: Path, target: Path) -> None:
    try:
        target.hardlink_to(source)
    except OSError:
        shutil.copy(source, target)


def _anonymous(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    """Nobody's name is in the archive."""
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = "root"
    return entry


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


if __name__ == "__main__":
    sys.exit(main())

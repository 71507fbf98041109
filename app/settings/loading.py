"""Settings from the command line, the environment and the file, in this order, and what is wrong with them."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from app.faults import reason
from app.settings.model import PREFIX, Settings


class SettingsError(Exception):
    """A setting that cannot be used; the message is Chinese and names the key and where it came from."""


def config_here() -> Path | None:
    """The settings file that commands read unless told another one: ``tiaowen.toml`` of the current folder, if any."""
    path = Path("tiaowen.toml")
    return path if path.is_file() else None


def load_settings(
    config: Path | None = None, environment: Mapping[str, str] | None = None, **overrides: object
) -> Settings:
    """The settings from ``overrides`` (those not None), the environment, the file and the defaults, in this order.

    ``config`` is a TOML file with the field names of :class:`Settings` as its keys; without it no file is read.
    ``environment`` is searched for unknown ``TIAOWEN_*`` names (its values are read by pydantic-settings). Raises
    :class:`SettingsError` for an unreadable file, an unknown key or a value that cannot be used.
    """
    known = set(Settings.model_fields)
    names = {name for name in environment or {} if name.upper().startswith(PREFIX)}
    in_environment = {name.upper().removeprefix(PREFIX).lower(): name for name in sorted(names)}
    _refuse_unknown(in_environment, known, "环境变量", PREFIX)
    given = {key: value for key, value in overrides.items() if value is not None}
    values: dict[str, Any] = {}
    if config is not None:
        values = _read(config)
        _refuse_unknown({key: key for key in values}, known, f"设置文件 {config} 中的", "")
        # a keyword argument outranks the environment, so what the environment sets must not be given
        values = {k: v for k, v in values.items() if not (environment or {}).get(in_environment.get(k, ""))}
    try:
        return Settings(**{**values, **given})
    except ValidationError as error:
        raise SettingsError(_explain(error, in_environment, set(values), set(given), config)) from error


def _read(config: Path) -> dict[str, Any]:
    try:
        with config.open("rb") as file:
            return tomllib.load(file)
    except FileNotFoundError:
        raise SettingsError(f"没有找到设置文件 {config}，请检查 --config 的路径。") from None
    except OSError as error:
        raise SettingsError(f"设置文件 {config} 读不出来（{error.strerror}），请检查权限。") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"设置文件 {config} 不是 UTF-8 编码，请另存为 UTF-8。") from error
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"at line (\d+), column (\d+)", str(error))  # its words are English
        where = f"第 {place[1]} 行第 {place[2]} 列" if place else "末尾"
        raise SettingsError(
            f"设置文件 {config} 不是正确的 TOML，读到{where}读不下去，请检查那里：文字要加引号，每项一行。"
        ) from error


def _refuse_unknown(names: Mapping[str, str], known: set[str], where: str, prefix: str) -> None:
    for key, written in names.items():
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1, cutoff=0.0)[0]
            proper = prefix + (near.upper() if prefix else near)
            raise SettingsError(f"{where} {written} 不是本程序的设置项，最接近的是 {proper}。请改正或删除。")


def _explain(
    error: ValidationError,
    in_environment: Mapping[str, str],
    in_file: Iterable[str],
    given: set[str],
    config: Path | None,
) -> str:
    lines = []
    for fault in error.errors():
        key = str(fault["loc"][0])
        if key in given:
            where = f"参数 --{key.replace('_', '-')}"
        elif key in in_file:
            where = f"设置文件 {config} 中的 {key}"
        else:
            where = f"环境变量 {in_environment.get(key, PREFIX + key.upper())}"
        lines.append(f"{where}（{Settings.model_fields[key].description}）：{reason(fault)}")
    return "；".join(lines) + "。"

"""The settings of the service: environment ``TIAOWEN_*`` and ``tiaowen.toml``; an unknown key is an error."""

from app.settings.loading import SettingsError, config_here, load_settings
from app.settings.model import Settings

__all__ = ["Settings", "SettingsError", "config_here", "load_settings"]

"""HTML from the templates beside this module. Every value is escaped by the engine; none is trusted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from app.ui.escape import visible
from ingest.editions.status import IN_FORCE


class Templates:
    """The templates, with what all of them know: ``site`` is the page's name, ``root`` the public prefix, ``static``
    gives the address of a file, ``longest`` is the longest question in characters, ``in_force`` the status of what is
    in force."""

    def __init__(self, site: str, root_path: str, static: Callable[[str], str], longest: int) -> None:
        self._environment = Environment(
            loader=FileSystemLoader(Path(__file__).parent / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            finalize=_finalize,
            trim_blocks=True,
            auto_reload=False,
        )
        self._environment.globals.update(
            here="", site=site, root=root_path, static=static, longest=longest, in_force=IN_FORCE
        )

    def render(self, name: str, **values: Any) -> str:
        """The page that template ``name`` makes of ``values``."""
        return self._environment.get_template(name).render(values)


def _finalize(value: Any) -> Any:
    """No text may hide characters or turn the page around."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value

"""The embedded page before anybody has asked anything: static HTML, the same for every visitor.

It has no inline script and no inline style, so that its Content-Security-Policy needs no exception. What the embedding
page may choose comes as query parameters; what the scripts must know stands in ``data-`` attributes.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote_plus

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from app.embed.colour import parse
from app.pages.static import StaticFiles
from app.settings import Settings
from app.ui import render
from app.ui.assets import SHARED_SCRIPTS, SHARED_STYLES

STYLES = (*SHARED_STYLES, "embed.css")
EARLY = ("start.js", "display.js")  # before the first paint: large type, dark
SCRIPTS = (
    "embed-portal.js",
    "embed-token.js",
    *(name for name in SHARED_SCRIPTS if name not in EARLY),
    "embed-scope.js",
    "embed-ask.js",
    "embed-page.js",
)
_LONGEST_TITLE = 20


class Shell:
    """Renders the page; ``files`` knows the addresses of scripts and styles."""

    def __init__(self, settings: Settings, files: StaticFiles) -> None:
        self._settings = settings
        environment = Environment(loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True)
        self._template = environment.get_template("embed.html")
        self._styles = [files.url(name) for name in STYLES]
        self._early = [files.url(name) for name in EARLY]
        self._scripts = [files.url(name) for name in SCRIPTS]

    def page(self, title: str, color: str, theme: str, compact: str) -> str:
        """The HTML. What cannot be used of ``title``, ``color`` and ``theme`` (light or dark) gives way to the site's
        own or, for the theme, to the reader's system. ``compact`` is "1" where the title stands above the frame.
        """
        settings = self._settings
        colours = f"{settings.root_path}/embed/colours.css?color={quote_plus(color.lstrip('#'))}"
        return self._template.render(
            root=settings.root_path,
            access=settings.access,
            portals=" ".join(settings.portal_origins),
            title=_title(title) or settings.title,
            theme=theme if theme in ("light", "dark") else "",
            compact=compact == "1",
            styles=[*self._styles, *([colours] if parse(color) else [])],
            early=self._early,
            scripts=self._scripts,
            welcome=Markup(render.WELCOME),
            tools=Markup(render.TOOLS),
            privacy=Markup(render.privacy(settings.log_questions, settings.audit_days if settings.audit else None)),
            panel=Markup(render.PANEL),
        )


def _title(written: str) -> str:
    """One line of at most 20 characters, or nothing."""
    shown = " ".join(written.split())
    return shown if len(shown) <= _LONGEST_TITLE and shown.isprintable() else ""

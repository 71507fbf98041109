"""The embedded page before anybody has asked anything: static HTML, the same for every visitor.

It has no inline script and no inline style, so that its Content-Security-Policy needs no exception. What the embedding
page may choose comes as query parameters; what the scripts must know stands in ``data-`` attributes.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote_plus

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from app.chain import MODES
from app.embed.colour import parse
from app.pages.static import StaticFiles
from app.settings import Settings
from app.ui import around
from app.ui.assets import PROSE_SCRIPTS, PROSE_STYLES, SHARED_SCRIPTS, SHARED_STYLES

EARLY = ("start.js", "display.js")  # before the first paint: large type, dark
BEFORE = ("embed-portal.js", "embed-token.js")
AFTER = ("embed-scope.js", "embed-ask.js", "embed-page.js")
_LONGEST_TITLE = 20


class Shell:
    """Renders the page; ``files`` knows the addresses of scripts and styles."""

    def __init__(self, settings: Settings, files: StaticFiles) -> None:
        self._settings = settings
        environment = Environment(loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True)
        self._template = environment.get_template("embed.html")
        prose = (PROSE_STYLES, PROSE_SCRIPTS) if settings.has_llm else ((), ())
        shared = (name for name in SHARED_SCRIPTS if name not in EARLY)
        self._styles = [files.url(name) for name in (*SHARED_STYLES, *prose[0], "embed.css")]
        self._early = [files.url(name) for name in EARLY]
        self._scripts = [files.url(name) for name in (*BEFORE, *shared, *prose[1], *AFTER)]

    def page(self, title: str, color: str, theme: str, compact: str, mode: str) -> str:
        """The HTML. What cannot be used of ``title``, ``color``, ``theme`` (light or dark) and ``mode`` (extractive or
        llm, where the site has a language model) gives way to the site's own or, for the theme, to the reader's system.
        ``compact`` is "1" where the title stands above the frame.
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
            modes=around.CHOICES if settings.has_llm else (),
            mode=mode if mode in MODES else around.first_mode(settings),
            welcome=Markup(around.welcome(settings)),
            tools=Markup(around.TOOLS),
            privacy=Markup(around.privacy(settings)),
            panel=Markup(around.PANEL),
        )


def _title(written: str) -> str:
    """One line of at most 20 characters, or nothing."""
    shown = " ".join(written.split())
    return shown if len(shown) <= _LONGEST_TITLE and shown.isprintable() else ""

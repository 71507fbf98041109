"""What running the service needs beside answering: the audit log, the figures, and an orderly end."""

from __future__ import annotations

from dataclasses import dataclass

from app.access import visitor
from app.answer import Answer
from app.audit import AuditLog, Denials, answered
from app.chain import AskRequest, Recorder
from app.draining import Draining
from app.guard import REQUEST_ID, Scope
from app.metrics import Metrics
from app.settings import Settings


@dataclass(frozen=True, slots=True)
class Operations:
    """``audit``, with ``denials``, and ``metrics`` are None where the site has switched them off."""

    audit: AuditLog | None
    metrics: Metrics | None
    denials: Denials | None
    draining: Draining

    @classmethod
    def of(cls, settings: Settings) -> Operations:
        """As the site has set them."""
        folder = settings.data / "audit"
        audit = AuditLog(folder, settings.audit_days, settings.log_questions) if settings.audit else None
        metrics = Metrics() if settings.metrics else None
        return cls(audit, metrics, Denials(audit) if audit else None, Draining(settings.root_path))

    def recorder(self, build: str) -> Recorder:
        """What the chain over ``build`` tells of its answers."""

        def record(request: AskRequest, answer: Answer) -> None:
            if self.metrics is not None:
                self.metrics.answered(answer)
            if self.audit is not None:
                answered(self.audit, build, request, answer)

        return record

    def denied(self, scope: Scope, status: int, code: str) -> None:
        """Told by the guard of requests that it turned away."""
        if self.denials is not None:
            client = scope.get("client")
            self.denials(
                status=status,
                kind=code,
                visitor=visitor(scope).name,
                address=client[0] if client else "",
                method=scope["method"],
                path=scope["path"],
                request=scope.get(REQUEST_ID),
            )

    def observe(self, method: str, route: str, status: int, seconds: float) -> None:
        """Told by the guard of every request that is over."""
        if self.metrics is not None:
            self.metrics.observe(route, status, seconds)

    def lost(self) -> int:
        """How many audit events could not be written."""
        return self.audit.lost if self.audit is not None else 0

    def note(self, event: str, **facts: object) -> None:
        """Write an audit event, where there is an audit log."""
        if self.audit is not None:
            self.audit.write(event, **facts)

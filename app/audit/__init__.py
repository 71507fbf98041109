"""The audit log: who asked, who was turned away, who administered; JSON lines, each vouching for the one before.

Anything that happens is written with ``AuditLog.write(event, **facts)``; ``read`` gives it back, ``verify`` finds lines
that were changed or removed. The form of the files is described in ``app.audit.folder``.
"""

from __future__ import annotations

from app.audit.asking import answered
from app.audit.denials import Denials
from app.audit.log import AuditLog
from app.audit.reading import read
from app.audit.verify import Verdict, verify

__all__ = ["AuditLog", "Denials", "Verdict", "answered", "read", "verify"]

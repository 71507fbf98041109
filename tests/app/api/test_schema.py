"""schemathesis: whatever fits the description, and what does not, gets an answer that the description promises.

Requests go through the whole service, its guard included, and every operation that is described gets tried.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from app.chain import RegulationChain
from app.server import assemble
from app.settings import Settings

Load = Callable[..., Any]
KEY = "N4vQ8sT1xW6zB3cF7hJ2kM9p"
SECRET = "q7Vb2mX9cK4tR8wZ1nL6yH3dF5sJ0gPa"
EXAMPLES = {GenerationMode.POSITIVE: 8, GenerationMode.NEGATIVE: 5}
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_headers_conformance]


@pytest.fixture
def load(chain: RegulationChain, tmp_path: Path) -> Load:
    def schema(**given_: Any) -> Any:
        site = Settings(data=tmp_path, audit=False, api_keys=f"检查:{KEY}", **given_)
        service = assemble(lambda: chain, site)
        document = TestClient(service, headers={"authorization": f"Bearer {KEY}"}).get("/api/openapi.json").json()
        made = schemathesis.openapi.from_dict(document)
        made.app = service
        return made

    return schema


def _attempt(operation: Any, mode: GenerationMode, count: int, check: Callable[[Any, Any], None]) -> bool:
    """Whether there was something to try."""

    @settings(
        max_examples=count,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate],
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def attempt(case: Any) -> None:
        response = case.call()
        # of a stream every event would be held against the description of the whole
        streamed = "text/event-stream" in str(response.headers.get("content-type"))
        case.validate_response(response, checks=CHECKS if streamed else [*CHECKS, response_schema_conformance])
        check(operation, response)

    try:
        attempt()
    except Unsatisfiable:
        return False
    return True


@pytest.mark.parametrize("mode", EXAMPLES)
def test_no_operation_fails_or_answers_what_is_not_described(load: Load, mode: GenerationMode) -> None:
    schema = load(rate_per_minute=0)
    operations = [result.ok() for result in schema.get_all_operations()]
    tried = {each.label for each in operations if _attempt(each, mode, EXAMPLES[mode], lambda *_: None)}
    assert {"POST /api/ask", "POST /v1/chat/completions", "GET /api/search"} <= tried
    assert mode is GenerationMode.NEGATIVE or len(tried) == len(operations)  # some have nothing to get wrong


def test_who_proves_nothing_is_refused_as_described(load: Load) -> None:
    def refused(operation: Any, response: Any) -> None:
        public = operation.definition.raw.get("security") == []
        assert (response.status_code == 401) != public, operation.label

    schema = load(rate_per_minute=0, access="token", token_secret=SECRET)
    for result in schema.get_all_operations():
        assert _attempt(result.ok(), GenerationMode.POSITIVE, 1, refused)


def test_who_asks_too_often_is_refused_as_described(load: Load) -> None:
    seen: set[tuple[str, int]] = set()
    schema = load(rate_per_minute=1)
    for result in schema.get_all_operations():
        operation = result.ok()
        if operation.label in ("POST /api/ask", "POST /v1/chat/completions"):
            _attempt(
                operation, GenerationMode.POSITIVE, 2, lambda op, response: seen.add((op.label, response.status_code))
            )
    assert {("POST /api/ask", 429), ("POST /v1/chat/completions", 429)} <= seen

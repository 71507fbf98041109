"""schemathesis: whatever fits the description, and what does not, gets an answer that the description promises.

Requests go through the whole service, its guard included, and every operation that is described gets tried.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
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

EXAMPLES = {GenerationMode.POSITIVE: 9, GenerationMode.NEGATIVE: 7}
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_headers_conformance]


@pytest.fixture
def schema(chain: RegulationChain, tmp_path: Path) -> Any:
    site = Settings(data=tmp_path, audit=False, rate_per_minute=0)
    return schemathesis.openapi.from_asgi("/api/openapi.json", assemble(lambda: chain, site))


@pytest.mark.parametrize("mode", EXAMPLES)
def test_no_operation_fails_or_answers_what_is_not_described(schema: Any, mode: GenerationMode) -> None:
    tried = []
    for result in schema.get_all_operations():
        operation = result.ok()

        @settings(
            max_examples=EXAMPLES[mode],
            derandomize=True,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def attempt(case: Any) -> None:
            response = case.call()
            # of a stream every event would be held against the description of the whole
            streamed = "text/event-stream" in str(response.headers.get("content-type"))
            case.validate_response(response, checks=CHECKS if streamed else [*CHECKS, response_schema_conformance])

        try:
            attempt()
        except Unsatisfiable:
            assert mode is GenerationMode.NEGATIVE  # there is nothing to get wrong
        else:
            tried.append(operation.label)
    assert {"POST /api/ask", "POST /v1/chat/completions", "GET /api/search"} <= set(tried)

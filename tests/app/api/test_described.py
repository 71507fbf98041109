"""The OpenAPI document is valid, complete and Chinese, and its examples are answers of the real shape."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from fastapi.testclient import TestClient

from app.chain import RegulationChain
from app.server import assemble
from app.settings import Settings

MakeClient = Callable[..., TestClient]
_KEY = "N4vQ8sT1xW6zB3cF7hJ2kM9p"
_SECRET = "q7Vb2mX9cK4tR8wZ1nL6yH3dF5sJ0gPa"


@pytest.fixture
def make(rephrasing: Callable[..., RegulationChain], tmp_path: Path) -> MakeClient:
    """The whole service, with all that it can do: other parts of it may have operations of their own."""
    chain = rephrasing("图书出借按下列规定办理：工具书不外借。[1]")

    def client(**settings: Any) -> TestClient:
        site = Settings(data=tmp_path, audit=False, **settings)
        headers = {"authorization": f"Bearer {_KEY}"}
        return TestClient(assemble(lambda: chain, site), headers=headers, raise_server_exceptions=False)

    return client


@pytest.fixture
def client(make: MakeClient) -> TestClient:
    return make(api_keys=f"检查:{_KEY}")


def _document(client: TestClient, root: str = "") -> dict[str, Any]:
    document: dict[str, Any] = client.get(f"{root}/api/openapi.json").json()
    return document


def _operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            yield f"{method} {path}", operation


def _examples(content: dict[str, Any]) -> list[Any]:
    found = [content["example"]] if "example" in content else []
    return found + [each["value"] for each in content.get("examples", {}).values()]


def _is_file(content: dict[str, Any]) -> bool:
    return bool(content.get("schema", {}).get("format") == "binary")


def _fits(document: dict[str, Any], schema: dict[str, Any], example: Any) -> None:
    whole = {**schema, "components": document["components"]}
    jsonschema_rs.Draft202012Validator(whole).validate(example)


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"feedback": False, "root_path": "/tw", "access": "token", "token_secret": _SECRET, "api_keys": f"检查:{_KEY}"},
    ],
)
def test_the_document_is_valid(make: MakeClient, settings: dict[str, Any]) -> None:
    document = _document(make(**settings), settings.get("root_path", ""))
    schemathesis.openapi.from_dict(document).validate()


def test_every_operation_is_described_in_chinese_with_examples(client: TestClient) -> None:
    document = _document(client)
    for name, operation in _operations(document):
        for words in (operation["summary"], operation["description"], *operation["tags"]):
            assert any("\u4e00" <= character <= "\u9fff" for character in words), name
        for parameter in operation.get("parameters", []):
            assert parameter["description"], name
            if parameter["required"]:
                assert _examples(parameter), f"{name} {parameter['name']}"
        for content in operation.get("requestBody", {"content": {}})["content"].values():
            assert _is_file(content) or _examples(content), name
        for status, response in operation["responses"].items():
            assert any("\u4e00" <= character <= "\u9fff" for character in response["description"]), name
            for kind, content in response.get("content", {}).items():
                assert _is_file(content) or _examples(content), f"{name} {status} {kind}"


def test_the_examples_have_the_shapes_that_are_promised(client: TestClient) -> None:
    document = _document(client)
    for _, operation in _operations(document):
        parts = [operation.get("requestBody", {}), *operation["responses"].values()]
        for content in (content for part in parts for content in part.get("content", {}).values()):
            for example in _examples(content):
                _fits(document, content.get("schema", {}), example)


@pytest.mark.parametrize("path", ["/api/ask", "/v1/chat/completions"])
def test_the_examples_of_questions_can_be_asked(client: TestClient, path: str) -> None:
    body = _document(client)["paths"][path]["post"]["requestBody"]["content"]["application/json"]
    for example in _examples(body):
        example.pop("regulations", None)  # of a regulation that is not served here
        assert client.post(path, json=example).status_code == 200


def test_what_a_language_model_adds_is_shown(client: TestClient) -> None:
    document = _document(client)
    told = document["paths"]["/api/ask"]["post"]["responses"]["200"]["content"]["application/json"]["examples"]
    rephrased, silent = told["语言模型改写"]["value"], told["语言模型没有应答"]["value"]
    assert rephrased["mode"] == "llm" and rephrased["generated"]["claims"]
    assert silent["mode"] == "extractive" and silent["notice"] == "原文摘录（语言模型暂时没有应答）"
    assert "generated" not in told["原文摘录"]["value"]
    flow = document["paths"]["/api/ask/stream"]["post"]["responses"]["200"]["content"]["text/event-stream"]
    assert "event: claim\ndata: {" in flow["examples"]["语言模型改写"]["value"]


def test_what_the_guard_answers_is_described(make: MakeClient) -> None:
    document = _document(make(access="token", token_secret=_SECRET, api_keys=f"检查:{_KEY}"))
    assert document["security"] == [{"token": []}, {"key": []}]
    assert set(document["components"]["securitySchemes"]) == {"token", "key"}
    for name, operation in _operations(document):
        public = operation.get("security") == []
        assert public == name.endswith(("/health", "/ready", "/metrics"))
        assert {"429", "500"} <= set(operation["responses"])
        assert ({"401", "403"} <= set(operation["responses"])) != public
        if "requestBody" in operation:
            assert {"408", "413", "415"} <= set(operation["responses"])
            json = "application/json" in operation["requestBody"]["content"]
            assert json == ("400" in operation["responses"])


def test_where_everyone_may_ask_nothing_has_to_be_proved(client: TestClient) -> None:
    assert _document(client)["security"] == [{}, {"token": []}, {"key": []}]


def test_nothing_is_said_in_english_or_loaded_from_elsewhere(client: TestClient) -> None:
    response = client.get("/api/openapi.json")
    assert "HTTPValidationError" not in response.text and "Successful Response" not in response.text
    assert client.get("/docs").status_code == 404 and client.get("/redoc").status_code == 404

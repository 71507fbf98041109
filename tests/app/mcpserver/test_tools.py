"""What each tool returns, in text and as data, and that every fault is one Chinese sentence with what to do."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest

from app.api.contract import AnswerOut
from app.api.record_contract import ArticleOut, SearchOut
from app.chain import AskError, RegulationChain
from app.mcpserver import wording
from app.mcpserver.arguments import ListedOut, schema
from app.mcpserver.tools import TOOLS, Result, call

BY_NAME = {tool.name: tool for tool in TOOLS}


def _call(chain: RegulationChain, name: str, **arguments: Any) -> Result:
    result = call(lambda: chain, BY_NAME[name], arguments, "某甲", "/tw")
    if result.data is not None:
        jsonschema.validate(result.data, schema(BY_NAME[name].gives))
    return result


def test_every_quotation_carries_its_citation(chain: RegulationChain) -> None:
    result = _call(chain, "ask", question="工具书能外借吗")
    AnswerOut.model_validate(result.data)
    assert (
        "［1］图书出借按下列规定办理：\n（二）工具书不外借。\n"
        "——《图书室借阅办法》第二条第（二）项（现行有效，图书室，2020-02-01起施行）" in result.text
    )


def test_an_agent_gets_quotations_and_no_other_model_s_words(rephrasing: Any) -> None:
    result = _call(rephrasing("图书出借按下列规定办理：工具书不外借。[1]"), "ask", question="工具书能外借吗")
    assert result.data and result.data["mode"] == "extractive" and "generated" not in result.data
    assert "AI生成" not in result.text


def test_a_refusal_is_no_error_and_no_answer(chain: RegulationChain) -> None:
    result = _call(chain, "ask", question="食堂几点开饭")
    assert not result.failed and result.data and result.data["refused"]
    assert result.text.startswith("未找到依据")
    assert "不是答案" in result.text and "《图书室借阅办法》第一条（article_id：r1#第一条）" in result.text


def test_what_is_near_and_what_is_read_whole_say_what_a_reader_must_know(chain: RegulationChain) -> None:
    refused = _call(chain, "ask", question="食堂几点开饭").data or {}
    near = [{**each, "status": "已废止", "title_inferred": True} for each in refused["related"]]
    said = "《图书室借阅办法》第一条（名称为推断）"
    assert f"· {said}（已废止）（article_id：" in wording.answer({**refused, "related": near})
    whole = _call(chain, "get_article", article_id="r1#第一条").data or {}
    old = {**whole["regulation"], "status": "已废止", "title_inferred": True}
    assert f"——{said}（已废止，图书室" in wording.article({**whole, "regulation": old})
    assert "《图书室借阅办法》（名称为推断）（已废止" in wording.regulations([old], 1, 0)


def test_the_limits_and_the_visitor_reach_the_chain(chain: RegulationChain, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Any] = []
    asked = chain.ask
    monkeypatch.setattr(chain, "ask", lambda request: (seen.append(request), asked(request))[1])
    _call(chain, "ask", question="工具书", as_of="2024-05-06", regulations=["r1"])
    (request,) = seen
    assert (request.visitor, request.as_of.isoformat(), request.regulations) == ("某甲", "2024-05-06", {"r1"})


def test_a_search(chain: RegulationChain) -> None:
    result = _call(chain, "search_regulations", query="借期", limit=1)
    SearchOut.model_validate(result.data)
    assert "1. 《图书室借阅办法》第二条（现行有效，article_id：r1#第二条）\n摘录：" in result.text
    assert "不是答案" in result.text
    assert "没有找到相关的条文" in _call(chain, "search_regulations", query="食堂").text


def test_an_article(chain: RegulationChain) -> None:
    result = _call(chain, "get_article", article_id="r1#第二条")
    ArticleOut.model_validate(result.data)
    assert result.text.startswith("第二条 图书出借") and "——《图书室借阅办法》第二条（现行有效" in result.text
    assert "上一条：r1#第一条；下一条：r1#第三条" in result.text


def test_the_list(chain: RegulationChain) -> None:
    result = _call(chain, "list_regulations", keyword="《借阅》")
    assert ListedOut.model_validate(result.data).total == 1
    assert "《图书室借阅办法》（现行有效，图书室）编号：r1" in result.text
    assert _call(chain, "list_regulations", keyword="图书室").data == result.data  # by its issuer
    assert "没有符合的制度" in _call(chain, "list_regulations", keyword="考勤").text
    assert "没有符合的制度" in _call(chain, "list_regulations", offset=5).text


@pytest.mark.parametrize(
    ("name", "arguments", "said"),
    [
        ("ask", {}, "参数 question：缺少这一项"),
        ("ask", {"question": ""}, "问题是空的"),
        ("ask", {"question": 5}, "参数 question：应为文字"),
        ("ask", {"question": "甲", "as_of": "2024-02-30"}, "没有 2024-02-30 这一天"),
        ("ask", {"question": "甲", "regulations": ["r9"]}, "没有编号为“r9”的制度"),
        ("ask", {"question": "甲", "history": []}, "不是可用的参数"),
        ("ask", {"question": "长" * 1001}, "超过上限 1000 个字"),
        ("ask", {"question": "甲\ud800"}, "不成对的代理字符"),
        ("ask", {"question": "甲", "\ud800": 1}, "不成对的代理字符"),
        ("search_regulations", {"query": "甲", "limit": 99}, "应不大于 20"),
        ("get_article", {"article_id": "r1#第九条"}, "没有编号为“r1#第九条”的条文"),
        ("list_regulations", {"offset": -1}, "应不小于 0"),
    ],
)
def test_a_fault_says_what_to_do(chain: RegulationChain, name: str, arguments: dict[str, Any], said: str) -> None:
    result = _call(chain, name, **arguments)
    assert result.failed and said in result.text and result.text.endswith("。")
    result.text.encode()  # it can be sent


def test_a_service_that_is_not_ready_and_one_that_breaks(chain: RegulationChain) -> None:
    def not_ready() -> RegulationChain:
        raise AskError("not_ready", "索引尚未就绪，请稍后再试。", 503)

    def broken() -> RegulationChain:
        raise RuntimeError("secret")

    assert call(not_ready, BY_NAME["ask"], {"question": "甲"}, "", "").text == "索引尚未就绪，请稍后再试。"
    said = call(broken, BY_NAME["ask"], {"question": "甲"}, "", "")
    assert said.failed and "secret" not in said.text and "管理员" in said.text


def test_every_tool_explains_itself_in_chinese() -> None:
    for tool in TOOLS:
        described = schema(tool.takes)
        assert described["type"] == schema(tool.gives)["type"] == "object"
        texts = [tool.title, tool.description, *(each["description"] for each in described["properties"].values())]
        assert all(any("\u4e00" <= character <= "\u9fff" for character in text) for text in texts)

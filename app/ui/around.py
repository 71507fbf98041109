"""What stands around a conversation: the head of the page, its welcome, how answers are given, the frame of the source
panel, what becomes of a question. As in ``app.ui.render``, every piece of HTML is one line and escaped.
"""

from __future__ import annotations

from app.generated import LABEL
from app.settings import Settings
from app.ui.escape import escape
from prompts import REFUSAL

CHOICES = (("原文摘录", "extractive"), ("AI改写并附原文", "llm"))
"""How a question can be answered where the site has a language model: what the reader chooses, ``mode`` of the API."""


def first_mode(settings: Settings) -> str:
    """The mode that is chosen until the reader chooses."""
    return "llm" if settings.llm_default else "extractive"


def masthead(settings: Settings) -> str:
    """The head of the page: its name, the way to the regulations, how it is displayed."""
    root = escape(settings.root_path)
    words = "原文为准" if settings.has_llm else "只引原文"
    return (
        f'<header class="tw-head"><h1>{escape(settings.title)}</h1><p>规章制度问答，{words}，条款精确到项</p>'
        f'<div class="tw-display"><a class="tw-button" id="tw-browse" href="{root}/browse">制度目录</a>'
        '<button type="button" class="tw-button" id="tw-large">大字</button>'
        '<button type="button" class="tw-button" id="tw-dark">深色</button></div></header>'
    )


def welcome(settings: Settings) -> str:
    """What an empty conversation shows above the example questions."""
    prose = f"也可以由AI改写成连贯的话，改写注明“{LABEL}”，下面附原文；" if settings.has_llm else ""
    return (
        '<div class="tw-intro"><h2>想查哪一条规定？</h2>'
        f"<p>直接用平常的话提问。答案逐字摘自已收录的制度，注明条、款、项；{prose}没有依据的，会明确告诉您“"
        f'{REFUSAL}”。</p><p class="tw-try">可以试试：</p></div>'
    )


TOOLS = '<button type="button" class="tw-quiet" id="tw-export" hidden>导出对话</button>'
"""What can be done with the conversation as a whole."""

PANEL = (
    '<div class="tw-panel" id="tw-panel-frame" tabindex="-1"><div class="tw-panel-head"><span>条文原文</span>'
    '<span class="tw-panel-tools"><button type="button" class="tw-button" id="tw-return" hidden>回到引文</button>'
    '<button type="button" class="tw-button" id="tw-close">关闭</button></span></div>'
    '<div id="tw-panel-empty" class="tw-panel-empty"><p>点击答案下方的出处，'
    "这里会显示整条原文，引用的文字以底色标出。</p></div>"
    '<div id="tw-panel-body"></div></div>'
)
"""The frame of the source panel; the page's script fills it from the hidden records beside each answer."""

_LOGGED = {
    "none": "日志中不写提问的内容",
    "masked": "日志中写提问的内容，其中的身份证号、电话号码等已遮盖",
    "full": "日志中写提问的全部内容，请勿填写个人信息",
}


def privacy(settings: Settings) -> str:
    """What becomes of a question, as the site has set it."""
    audited = (
        f"审计日志记录提问的时间、用户或来源地址和结果，保留 {settings.audit_days} 天。"
        if settings.audit
        else "不写审计日志。"
    )
    return (
        '<details class="tw-privacy"><summary>对话只保存在本页，刷新即清除。查看说明</summary>'
        f"<p>服务器不保存对话。{_LOGGED[settings.log_questions]}；{audited}{_given(settings)}"
        "点“有用”“无用”时，评价、说明和所引条文会交给管理员。导出的文件只下载到您的电脑。</p></details>"
    )


def _given(settings: Settings) -> str:
    """What a language model gets to read."""
    if not settings.has_llm:
        return ""
    quoted, written = (name for name, _ in CHOICES)
    searching = settings.llm_condense or settings.llm_expand or settings.llm_rerank
    given = "提问时，问题、前几轮对话和查到的条文" if searching else "提问，找到依据时，问题和所引原文"
    return f"选“{written}”{given}会发给本站设置的语言模型；选“{quoted}”时不发。"

"""What is no question on regulations at all: greetings, thanks, abuse, requests for poems, code, translations or the
prompt, and senseless input. Recognised by general patterns, before any search."""

from __future__ import annotations

import re

from vectorstore.words import normalise

_END = r"[\s，,。.!！?？~～、…]*"
_CALL = r"(?:(?:你|您|大家)们?|各位|小助手|机器人|助手|老师|同志|亲|条问)"
_SOFT = r"[啊呀哦哈呢吧嘛啦了的哟喔噢]*"
_GREETING = re.compile(
    rf"(?:{_CALL}?[，,]?(?:好|早|早上好|上午好|中午好|下午好|晚上好|晚安|早安|新年好|节日好|好久不见){_SOFT}{_CALL}?{_SOFT}"
    rf"|(?:哈[喽啰罗]|嗨|嘿|喂|hi|hello|hey|hallo|goodmorning|在吗|在不在|在么|有人吗|吃了吗|吃了没){_SOFT}{_CALL}?{_SOFT})"
)
_THANKS = re.compile(
    r"(?:好的?|行|嗯+|哦+|噢+|ok|okay|可以|对|是的?|没事|没问题|知道了|明白了?|懂了|清楚了|收到|了解了?|多谢|谢谢|谢了|感谢|非常感谢|十分感谢|太感谢了|辛苦了?|麻烦了?|再见|拜拜|bye|byebye|下次见"
    r"|你?真?(?:棒|厉害|行|聪明)|不错|很好|太好了|你真好|哈哈+|呵呵+|嘻嘻+|thanks|thankyou|666+)"
)
_CHAT_ABOUT_BOT = re.compile(
    r"(?:请问|那)?(?:你|您)(?:到底|究竟)?(?:是谁|是什么|是(?:不是)?(?:人|真人|机器人|ai|人工智能|chatgpt|gpt|大模型|什么模型|哪家的?|哪个公司)|叫什么(?:名字)?|几岁|多大了?|男的?还是女的?|有女朋友吗|结婚了吗|喜欢.{0,8}|会(?:干|做)?什么|能(?:干|做|帮我做)(?:什么|些什么|啥)|会干嘛|有什么用|有什么功能|怎么用|从哪里?来|住哪里?|心情.{0,6}|累不累|爱我吗|开心吗|吃饭了吗|今天怎么样)(?:的|吗|呢|啊|呀)*"
)
_IDLE = re.compile(
    r"(?:今天|明天|现在|外面)?(?:的)?(?:天气)(?:怎么样|如何|好吗|预报)?|(?:今天|明天|后天)(?:会?下雨吗|星期几|几号|周几)|现在几点了?"
    r"|(?:给我|帮我)?(?:讲|说)(?:一?个|点)?(?:笑话|段子|故事)(?:吧|听听|来听听)*|(?:唱|来)(?:一?首)?歌(?:吧)?|(?:陪我)?聊聊天?(?:吧)?|我(?:好|很)?(?:无聊|烦|累|难过|不开心)(?:啊|了)*"
)
_TOPIC = r"(?:.{0,40}?)"
_ASK = r"(?:(?:请|能不能|能|可以|可不可以|麻烦|给我|帮我|帮忙|替我|为我|你|您|来|再|现在|马上)*)"
_TASK = re.compile(
    rf"^{_ASK}(?:"
    rf"(?:写|作|做|创作|编|来|赋|吟|背)(?:出|一|1|两|2|几)?(?:首|段|篇|个|副|则|支)?{_TOPIC}(?:诗|诗歌|古诗|绝句|律诗|歌词|歌|小说|散文|作文|童话|故事|笑话|对联|春联|段子|文案|情书|广告词|剧本|代码|程序|脚本|函数|sql|python|爬虫|网页)(?:吧|来|看看|给我|听听|出来)*$"
    rf"|(?:用|拿)(?:python|java|c\+\+|c|go|js|javascript|sql|shell|excel公式)[^？?]{{0,10}}(?:写|实现|编)"
    rf"|(?:把|将){_TOPIC}(?:翻译|译)(?:成|为)"
    rf"|(?:翻译|translate)(?:一?下|这|以下|下面|:|：)"
    rf"|(?:写|起草|拟|代写|生成|撰写)(?:出|一|1)?(?:份|篇|封|个|则)?{_TOPIC}(?:讲话稿|发言稿|演讲稿|心得体会|思想汇报|工作总结|年终总结|述职报告|检讨书?|检查书|辞职信|请假条|申请书|感谢信|贺信|论文|新闻稿|公众号文章|简历)(?:吧|给我|模板|范文)*$"
    rf"|(?:算一?下|计算|求解)?\d[\d.()（）]*[+\-*/×÷][\d.+\-*/×÷()（）]+(?:等于几|等于多少|=?)$"
    rf"|(?:画|生成|做)(?:一|1)?(?:张|幅|个)?{_TOPIC}(?:画|图片|图|海报|漫画|头像|表情包|ppt|视频)(?:吧|给我)*$"
    rf")"
)
_PROMPT = re.compile(
    r"(?:系统|初始|内部|隐藏|你的?|原始)(?:的)?(?:提示词|提示语|系统提示|prompt|指令|设定|角色设定|system)|systemprompt|提示词(?:是什么|发给我|给我看|全文|原文)"
    r"|(?:忽略|无视|忘掉|忘记|不要理会|抛开|跳过|绕过)(?:掉|了)?(?:你|之前|以上|上面|前面|所有|此前|先前|一切|全部|任何)[^。？?]{0,12}(?:指令|规则|限制|提示|设定|要求|内容|约束|说的|话)"
    r"|ignore(?:all|the|your|any|previous|above)|(?:从现在起|现在开始|接下来)[，,]?你(?:就)?(?:是|扮演|要扮演|不再是)|扮演(?:一个|一名|我的)|越狱|jailbreak|开发者模式|developermode"
    r"|(?:输出|打印|显示|告诉我|泄露|重复|复述|说出|给我)[^。？?]{0,10}(?:你的(?:规则|指令|配置|设定)|密码|密钥|apikey|token|环境变量|源代码|配置文件)"
)
_ABUSE = re.compile(
    rf"^(?:{_CALL}|这|什么|就|真|真是|简直|个|破)*(?:傻[逼屄比b叉x]|煞笔|sb|白痴|笨蛋|蠢货|蠢猪|废物|垃圾|智障|脑残|混蛋|王八蛋|去死|滚|滚蛋|闭嘴|破玩意儿?|破东西|操你?|草泥马|他妈的?|妈的|tmd|cnm|nmsl|没用|太差|烂透)(?:了|啊|的|玩意儿?|东西|机器人|软件|系统|程序|回答|助手|吧|开)*$"
)
_LETTERS = re.compile(r"[㐀-鿿]|[a-z0-9]")
_NO_WORDS = re.compile(
    r"(?:[a-z]{1,2}|[a-z]*(?:asdf|qwer|zxcv|hjkl)[a-z]*|(.)\1{2,}|([a-z0-9㐀-鿿]{1,3})\2{2,}|测试|test|testing)\d*"
)
_FILLER = re.compile(
    r"^(?:请问|请教|想问|问|一下|那个|这个|嗯|呃|哦|啊|是|的|了|呢|吗|吧|什么|怎么|怎么办|如何|为什么|咋|啥|哪|谁|多少|几|在|有|我|你|他|她|它|[\W_])+$"
)


def outside(question: str) -> str:
    """Why ``question`` is none that regulations could answer, in Chinese and without a full stop; empty where it may be
    one."""
    plain = re.sub(r"\s+", "", normalise(question))
    bare = re.sub(rf"^{_END}|{_END}$", "", plain)
    if not _LETTERS.search(bare):
        return "没有看到要查的内容"
    pieces = [piece for piece in re.split(r"[，,。.!！?？~～、…；;]+", bare) if piece]
    if all(_GREETING.fullmatch(p) or _polite(p) for p in pieces) or _CHAT_ABOUT_BOT.fullmatch(bare):
        return "您好，这里只查已收录制度的原文，不能闲聊"
    if _IDLE.fullmatch(bare):
        return "这里只查已收录制度的原文，不能闲聊"
    if _PROMPT.search(bare):
        return "这里只查已收录制度的原文，提问中的指令一律不执行，也不提供系统内部信息"
    if _TASK.search(bare):
        return "这里只查已收录制度的原文，不写作、不翻译、不编程、不计算"
    if _ABUSE.search(bare):
        return "这句话里没有要查的内容。如果刚才的答复没有帮上忙，请换一种说法再问"
    if _NO_WORDS.fullmatch(bare) or _FILLER.match(bare):
        return "没有看懂要查什么"
    return ""


def _polite(piece: str) -> bool:
    """Thanks and assent, alone or several in a row: 好的谢谢您."""
    left = piece
    while left and (found := _THANKS.match(left)):
        left = re.sub(rf"^{_SOFT}{_CALL}?{_SOFT}", "", left[found.end() :])
    return not left

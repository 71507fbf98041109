"""The words that decide what a clause of a regulation does: it states a condition, lays something down, limits it."""

from __future__ import annotations

import re

_NUMBER = "零〇一二三四五六七八九十百千两"

MODAL = re.compile(
    r"应当|必须|可以|不得|不予|不能|不宜|不应|严禁|禁止|一律|有权|负责|(?<!无)须(?!知)"
    r"|(?<![相适反响对供效])应(?=[由在于按经向将及从自以])"
)
"""What makes a clause a rule."""
STATEMENT = re.compile(rf"{MODAL.pattern}|(?<![作认因行成以])为(?![了主止期])|(?<![但凡于就还只])是(?!否)|包括|分为")
"""The same or a definition."""
PERMISSION = re.compile(r"可以|有权|准予|允许|享受|给(?!予?处分)|予以|照发|(?<![许认])可(?![能行靠])")
DUTY = re.compile(r"应当|必须|须(?!知)")
PROHIBITION = re.compile(r"不得|不能|不予|严禁|禁止|不应|不宜")
CONDITION = re.compile(
    r"(?:的|(?<![小工机课学及同按随平])时|期间|情况下|情形下|之日起|以后|之后|前提下|(?<![以之])后|[以之]前)$"
)
"""The end of a clause that says when the rest holds."""
TIME = re.compile(r"(?:前|中|内|外|下|上|起|底|当年|次年|第.年|年度)$")
SCOPE = re.compile(rf"{TIME.pattern}|(?:情形|情况|人员|者)$")
"""The same, where the clause lays nothing down."""
BOUND_START = re.compile(
    r"(?:一?经|凡|如|若|因|在|对|除|自|当|为|按|根据|依|由于|属|只有|只要|未|非|从|至|与|受|符合|具有|具备|有下列|遇)"
)
"""The beginning of a clause that others may hang on."""
ZERO = re.compile(
    r"(?:应|可|不|未|须|必须|一般|一律|原则上|最|累计|全年|每|要|需|只|仅|均|由|经|按|从|自|至|于|在|向|对|将|以|并|且|则|也|仍|还|或|和"
    r"|其|该|此|上述|但|而|同时|超过|满|达到|给予|予以|实行|采取|报|提交|享受|属|有|无|是|为|方|才|连续|当年|次年|处分当年|严禁|禁止|先"
    rf"|直接|照常|参加|逾期|至少|[{_NUMBER}\d])"
)
"""The beginning of a clause whose subject is in another one."""
LEANING = re.compile(
    r"(?:并|且|也|但|而|其(?![他它余])|该(?!当)|此|上述|前述|则|方|才|否则|同时|因此|据此|仍|还|或|以及|和|违反上述|超过部分)"
)
"""The beginning of a clause that makes no sense without the one before."""
PROVISO = re.compile(
    r"^(?:但|除(?!夕)|不过|然而|只是)|除外|例外|另有|从其|不在此限|不受.{0,12}限制|以外的?$|为限|(?:仅|只)限|为前提"
)
"""What takes something back."""
LIMIT = re.compile(
    r"^(?:并|且)|不得|不超过|不能|最[高多长低少]|以内|不满|仅|只|限于|方可|方能|累计|期限|条件|必须|应当|须"
)
"""What may not be lost behind a permission."""
ANNOUNCEMENT = re.compile(
    r"^(?:注|.{0,40}?(?:(?:按照?|依照|依据|根据|采取|实行|遵循|见|符合)?(?:下列|以下|下表|如下)"
    r"(?:规定|办法|程序|步骤|标准|方式|情形|要求|情况|表|方法)?(?:分别)?(?:办理|处理|进行|执行|实施|确定|控制|给予奖励|计算)?|主要包括|包括))$"
)
"""The last clause before a list, where it says nothing of its own."""
ELABORATION = re.compile(r"(?:围绕|写明|说明|注明|载明|列明|例如|特别是|尤其是)")
OTHER_WAY = re.compile(r"(?:或者|或)")
ADDITION = re.compile(r"除.{1,20}外$")
ADDED = re.compile(r"(?:并|还)")

PREDICATE_FIRST = re.compile(r"(?:但|并|且|也|还)?(?:应|可|不|必须|须|一律|只|累计|全年|每|最|至少|一般|原则上)")
"""The beginning, in signs, of a clause that says something more of the same subject."""
SETTLED = re.compile(
    r"由.{2,20}(?:批准|负责|承担|审批|担任|组织|保存|记录|决定|审定)|不少于|不超过|不低于|不高于|实行|"
    r"按.{1,20}(?:收费|计算|发放|设置|汇总|核定|记录)|于.{2,12}前.{2,}"
)
"""What makes a clause a statement of its own, on which no other one hangs."""
SPOKEN_OF = re.compile(r"由|按|每|于|见|不得|不予|严禁|禁止|必须|须|是|为|包括|分为")
"""The predicate of a clause that may stand without the statements before it: no permission and no duty that they may be
the condition of."""
TOPIC = re.compile(r"^(?!每).*的(?!百分|\d)[^的，、]{1,6}$")
"""The end of a clause that names something, 受到表彰的单位."""
RESTRICTS = re.compile(r"[也均暂]?(?:只|仅|不)")
"""The beginning of a clause that narrows what was said."""
NARROWER = re.compile(
    r"最[高多长低少]|不超过|[还另](?:应|须|需|要)|减半|免(?:费|收|于|除)|作废|^[^的不未无]{1,8}不(?:收|计|发|开放|享受|适用)"
)
"""What makes less of the clause before it, wherever in its own clause it stands."""
PROPOSED = re.compile(r"提出.{0,4}(?:意见|建议)$|(?:初审|初核)$")
DECIDED = re.compile(r"批准|审批|审定|核准|决定")
"""The end of a clause that settles nothing as long as another one decides."""
NARROWER_PART = re.compile(r"其中.*[限不仅只]")
"""The same, behind ；."""
VARIANT = re.compile(r".{0,6}(?:满|超过|不足|达到|#.?以[上下]).{1,8}的")
"""The beginning, in signs, of a clause that gives another amount for some."""
DENIED = re.compile(r"不(?![得予能宜应足满少]|超过)(\w\w)")
"""What is denied, 预约 in 可以不预约."""
NAMED = re.compile(r"(?:人数|数量|比例|名额|名单|结果|许|强调|指出|提出|认为)$")
"""The same, whatever stands before."""
UNSAID = re.compile(
    r"满|超过|达到|累计|连续|逾期|(?:按照?|根据|依据|参照|依照|依托|对于?|针对|结合|通过)[^，]{2,24}(?<!办理)(?<!处理)(?<!执行)(?<!收费)(?<!设置)(?<!计算)$"
    r"|(?:人数|数量|比例|结果|材料|原则|领域|等)$"
)
"""What a clause has that only names a condition or a basis."""
LABEL = re.compile(r"(?:注|(?:工作|整改|具体|主要|重点)?(?:措施|目标|任务|要求)\d{0,2})")
"""The name of a line, before a colon."""

THRESHOLD_FIRST = re.compile(r"在?(?:#|超过|满|不满|累计|连续|达到)")
BASIS = re.compile(r"按照?[^，的]{2,16}(?:计算|计发|发放|核定|收取)$")
"""The end of a clause, in signs, that says what an amount goes by, before the clause with the amount:"""
RATE_FIRST = re.compile(r"每.{1,3}#|#")
JOINERS = re.compile(r"但是|但|并且|并|且|也|或|、|其中|同时")
"""What ties a clause, in signs, to the one before; needless where that one is left out."""
SUBJECT_END = re.compile(
    r"(?:(?:#次|每.|全年|累计|一般|原则上|最[高多长低少])*)(?:(?<![相适反响许认])[应可]|不得|必须|须|不予|不能|只)"
)
MODAL_END = re.compile(r"(?<![相适反响许认])[应可]|必须|须")

GENERIC = frozenset({"", "职工", "工作人员", "员工", "人员"})
"""Subjects that every rule for people has anyway."""
PARTICLE = "的"
"""May be put in or left out, but not in these words:"""
NO_PARTICLE = frozenset("有目似别应可不得须未无非")
EQUALS = frozenset("为是")
"""Signs that may be put in before the amount that a clause ends with, and instead of a colon; not behind these:"""
NO_EQUALS = frozenset("在满过于以至从自足到每约年月用续为是到达第、或")
OPENERS = frozenset("则即便就")
"""Signs that may be put in at the beginning of a clause."""
CONNECTIVES = ("因此", "所以", "此外", "另外", "也就是说", "换言之", "具体来说", "具体而言", "总之", "即")
"""Words between sentences that say nothing of the matter."""
SUBSTANCE = 6
"""The fewest characters that a claim has, apart from punctuation, marks and where it comes from."""

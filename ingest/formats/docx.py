"""Word documents (.docx, .docm): paragraphs and table rows in reading order, with the numbers Word prints.

The package is read with lxml alone. python-docx, which makes our test documents, passes over what this reader is for
(content controls, text boxes, tracked insertions, computed numbers) and refuses .docm, Strict documents and the
relations to nothing that WPS leaves behind.

Kept as content: body text, tables, text boxes (after the paragraph they hang on), tracked insertions. No content, but
itemised as ``removed``: headers and footers, footnotes and endnotes (in the text they would become a 款 of whatever
article is last), comments, tables of contents, hidden text, tracked deletions.
"""

from __future__ import annotations

from ingest.formats.docx_blocks import Block, Blocks, Table
from ingest.formats.docx_lines import add_blocks, has_words
from ingest.formats.docx_numbering import Numbering
from ingest.formats.docx_package import MAX_PART_MB, Package
from ingest.formats.docx_runs import Runs
from ingest.formats.docx_styles import Styles
from ingest.formats.docx_title import mark_titles
from ingest.formats.docx_xml import W
from ingest.formats.extract import Builder, Extract
from ingest.model import IngestError

_NOTES = (("footnotes", "footnote", "脚注"), ("endnotes", "endnote", "尾注"), ("comments", "comment", "批注"))
_FURNITURE = (("header", "页眉"), ("footer", "页脚"))
_REMARKS = (
    ("hidden", "含隐藏文字{}处，未导入"),
    ("struck", "含带删除线的文字{}处，已照录；如已作废请在原文件中删去"),
    ("numbered by field", "含{}处用域（LISTNUM、AUTONUM）生成的编号，这些编号没有导入，请核对"),
    ("box", "含文本框{}个，其中的文字放在所在段落之后，请核对位置"),
    ("picture", "含图片{}张，图片中的文字没有导入"),
    ("object", "含嵌入对象{}个（如 Excel 表格），其中的文字没有导入"),
    ("diagram", "含图表或 SmartArt 图示{}个，其中的文字没有导入"),
    ("formula", "含公式{}处，已写成一行文字，请核对"),
    ("unknown sign", "含特殊字体的符号{}个，无法转成文字，以“〓”代替"),
    ("foreign", "含嵌入的其他文档{}处，没有导入；请用 Word 打开后另存为 .docx 再导入"),
)


def read(data: bytes, name: str, *, max_part_mb: float = MAX_PART_MB) -> Extract:
    """The text of a Word document.

    Places are ``段落N`` (body paragraphs from 1, empty ones too), ``表N行M``, ``脚注N``, ``页眉`` …; the place of a
    computed number ends in ``（自动编号）``. A text box has the place of the paragraph it hangs on.

    Raises IngestError: ``empty``, ``scanned`` (pictures only), ``unsupported`` (only embedded other documents),
    ``encrypted``, ``legacy``, ``mismatch``, ``broken``, ``bomb`` (an XML part over ``max_part_mb`` unpacked).
    """
    package = Package(data, name, max_part_mb)
    styles = Styles(package.part("styles"))
    numbering = Numbering(package.part("numbering"), styles)
    runs = Runs(styles, package.main)
    blocks = Blocks(styles, numbering, runs)
    body = [block for part in package.main if part.tag == f"{W}body" for block in blocks.read(part)]
    if not has_words(body):
        raise _without_text(runs, name)
    mark_titles(body)
    builder = Builder()
    add_blocks(builder, body)
    builder.notices += _remarks(runs, numbering)
    builder.notices += _add_apart(builder, package, blocks)
    return builder.extract()


def _without_text(runs: Runs, name: str) -> IngestError:
    if runs.seen["foreign"]:
        return IngestError(
            "unsupported",
            f"{name}：正文是嵌入的其他格式内容（如网页），不能直接读取。请用 Word 打开后另存为 .docx 再导入。",
        )
    if runs.seen["picture"] or runs.seen["object"]:
        return IngestError(
            "scanned",
            f"{name}：文档里只有图片，没有文字（可能是扫描件）。请导出为 PDF 或图片，用文字识别（OCR）后再导入。",
        )
    return IngestError("empty", f"{name}：文档里没有文字，没有可导入的内容。请检查原文件。")


def _remarks(runs: Runs, numbering: Numbering) -> list[str]:
    seen = runs.seen
    remarks = []
    if numbering.computed:
        remarks.append(f"自动编号{numbering.computed}处，已按Word的编号规则写成文字，请抽查核对")
    if numbering.undefined:
        remarks.append(f"有{numbering.undefined}段的自动编号在文件中没有定义，编号缺失，请对照原文补上")
    inserted, deleted = seen["inserted"], seen["deleted"] + seen["deleted mark"]
    if inserted or deleted:
        remarks.append(f"含修订痕迹：按接受修订后的文字导入，插入{inserted}处、删除{deleted}处，请核对")
    return remarks + [text.format(seen[key]) for key, text in _REMARKS if seen[key]]


def _add_apart(builder: Builder, package: Package, blocks: Blocks) -> list[str]:
    """Notes, comments, headers and footers, itemised after the body; what the report says of them."""
    remarks = []
    for kind, name, word in _NOTES:
        number = 0
        for root in package.parts(kind):
            for note in root:
                # The lines that separate notes from text are notes to Word.
                if note.tag != f"{W}{name}" or note.get(f"{W}type", "normal") != "normal":
                    continue
                number += 1
                add_blocks(builder, _filled(blocks.read_apart(note, f"{word}{number}", word)))
        if number:
            remarks.append(f"含{word}{number}条，没有并入正文，见未导入内容")
    for kind, word in _FURNITURE:
        said: set[str] = set()
        for root in package.parts(kind):
            # Each section has its own header, and most say the same.
            fresh = [block for block in _filled(blocks.read_apart(root, word, "页眉页脚")) if _said(block) not in said]
            said.update(_said(block) for block in fresh)
            add_blocks(builder, fresh)
    return remarks


def _filled(blocks: list[Block]) -> list[Block]:
    """Without empty paragraphs, which would only leave gaps."""
    return [block for block in blocks if isinstance(block, Table) or block.aside]


def _said(block: Block) -> str:
    if isinstance(block, Table):
        return "|".join(_said(inner) for row in block.rows for cell in row.cells for inner in cell.blocks)
    return "".join(text for text, _, _ in block.aside)

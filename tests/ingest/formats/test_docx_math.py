import pytest
from lxml import etree

from ingest.formats.docx_math import equation_field_text, formula_text
from ingest.formats.docx_xml import M


def _formula(inner: str) -> str:
    return formula_text(etree.fromstring(f'<m:oMath xmlns:m="{M[1:-1]}">{inner}</m:oMath>'))


def _r(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        (_r("得分=") + f"<m:f><m:num>{_r('甲+乙')}</m:num><m:den>{_r('2')}</m:den></m:f>", "得分=(甲+乙)/2"),
        (f"<m:sSup><m:e>{_r('x')}</m:e><m:sup>{_r('2')}</m:sup></m:sSup>", "x^2"),
        (f"<m:sSub><m:e>{_r('x')}</m:e><m:sub>{_r('i-1')}</m:sub></m:sSub>", "x_(i-1)"),
        (
            f"<m:sSubSup><m:e>{_r('x')}</m:e><m:sub>{_r('i')}</m:sub><m:sup>{_r('2')}</m:sup></m:sSubSup>",
            "x_i^2",
        ),
        (f"<m:rad><m:deg/><m:e>{_r('a+b')}</m:e></m:rad>", "√(a+b)"),
        (f"<m:d><m:e>{_r('a')}</m:e><m:e>{_r('b')}</m:e></m:d>", "(a,b)"),
        (f'<m:d><m:dPr><m:begChr m:val="["/><m:endChr m:val=""/></m:dPr><m:e>{_r("a")}</m:e></m:d>', "[a"),
        (
            f'<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr><m:sub>{_r("i=1")}</m:sub><m:sup>{_r("n")}</m:sup>'
            f"<m:e>{_r('x')}</m:e></m:nary>",
            "∑_(i=1)^n x",
        ),
        (f"<m:func><m:fName>{_r('max')}</m:fName><m:e>{_r('x')}</m:e></m:func>", "maxx"),
    ],
)
def test_a_formula_in_one_line(inner: str, text: str) -> None:
    assert _formula(inner) == text


@pytest.mark.parametrize(
    ("instruction", "text"),
    [
        (r" eq \o\ac(○,3) ", "③"),
        (r"EQ \o\ac(○, 甲)", "甲"),
        (r"eq \o(○,21)", "21"),
        (r"eq \f(完成数,计划数)", "完成数/计划数"),
        (r"eq \r(3,x)", "(3,x)"),
    ],
)
def test_an_equation_field(instruction: str, text: str) -> None:
    assert equation_field_text(instruction) == text

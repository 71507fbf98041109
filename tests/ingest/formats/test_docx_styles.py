from typing import Any

from lxml import etree

from ingest.formats.docx_styles import Styles
from ingest.formats.docx_xml import W

_STYLES = """
<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="t"><w:name w:val="Title"/><w:pPr><w:jc w:val="center"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="u"><w:name w:val="文件题"/><w:basedOn w:val="t"/></w:style>
<w:style w:type="paragraph" w:styleId="h"><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="character" w:styleId="c"><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="character" w:styleId="v"><w:basedOn w:val="c"/><w:rPr><w:vanish w:val="0"/></w:rPr></w:style>
"""


def _element(inner: str) -> Any:
    return etree.fromstring(f'<w:x xmlns:w="{W[1:-1]}">{inner}</w:x>')


def _styles() -> Styles:
    return Styles(_element(_STYLES))


def test_a_paragraph_without_a_style_has_the_default_one() -> None:
    assert _styles().of(None) == "a"
    assert _styles().of(_element('<w:pStyle w:val="t"/>')) == "t"
    assert Styles(None).of(None) is None


def test_title_is_the_built_in_style_by_its_own_name() -> None:
    assert _styles().is_title("t")
    assert not _styles().is_title("u")
    assert not _styles().is_title(None)


def test_centred_by_itself_or_through_its_styles() -> None:
    styles = _styles()
    assert styles.is_centred(_element('<w:pStyle w:val="u"/>'))
    assert not styles.is_centred(_element('<w:pStyle w:val="u"/><w:jc w:val="both"/>'))
    assert styles.is_centred(_element('<w:jc w:val="center"/>'))
    assert not styles.is_centred(None)


def test_hidden_text_toggles_between_paragraph_and_character_style() -> None:
    styles = _styles()
    assert styles.is_hidden(None, "h")
    assert styles.is_hidden(_element('<w:rStyle w:val="c"/>'), "a")
    assert not styles.is_hidden(_element('<w:rStyle w:val="c"/>'), "h")
    assert not styles.is_hidden(_element('<w:rStyle w:val="v"/>'), "a")
    assert not styles.is_hidden(_element('<w:vanish w:val="false"/>'), "h")
    assert styles.is_hidden(_element('<w:rStyle w:val="v"/><w:vanish/>'), "a")

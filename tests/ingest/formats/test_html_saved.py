"""What a browser saves beside a page."""

from __future__ import annotations

import pytest

from ingest.formats.html_saved import companion_folders, is_in


@pytest.mark.parametrize(
    ("names", "folders"),
    [
        (["a/办法.html", "a/办法_files/x.css", "a/办法_files/img/y.png"], {"a/办法_files"}),
        (["办法.htm", "办法.files/filelist.xml"], {"办法.files"}),
        (["办法.doc", "办法.files/image001.png"], {"办法.files"}),
        (["办法.htm", "办法_files/帮助.htm", "办法_files/帮助_files/x.js"], {"办法_files"}),
        (["办法.html", "通知_files/x.txt"], set()),
        (["办法.txt", "办法_files/x.txt"], set()),
        (["a/办法.html", "b/办法_files/x.css"], set()),
        (["办法.html", "附件/表.docx"], set()),
    ],
)
def test_folders_called_after_a_page_beside_them(names: list[str], folders: set[str]) -> None:
    assert companion_folders(names) == folders


def test_files_in_such_a_folder() -> None:
    folders = companion_folders(["a/办法.html", "a/办法_files/img/y.png"])
    assert is_in("a/办法_files/img/y.png", folders)
    assert not is_in("a/办法.html", folders)
    assert not is_in("a/办法_files/x", frozenset())

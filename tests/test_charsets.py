"""A page in an old encoding is read as browsers read it, by what is imported and by what is checked alike."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from folders import run

from dossier import charsets
from dossier.cli import command

PAGE = """<html><head><meta http-equiv="Content-Type" content="text/html; charset={}"><title>{}</title></head><body><article>
<h1>{}</h1><p>{}</p><p>{}</p></article></body></html>"""
TURKISH = (
    "Köprü açıldı",
    "Köprü çarşamba günü açıldı; belediye başkanı “üç yıl bekledik” dedi ve işçilere teşekkür etti, sonra gitti.",
    "İlk gün dokuz yüz kişi geçti; belediyenin beklediği sayı bunun yarısıydı, diye yazdı gazete ertesi gün.",
)
KOREAN = (
    "다리가 놓이다",
    "다리는 수요일에 열렸고 군수는 “삼 년을 기다렸다”고 말하며 일꾼들에게 고마움을 전한 뒤 자리를 떠났다고 한다. 똠방각하 펲시.",
    "첫날 구백 명이 건넜으며 이는 군에서 기다리던 수의 두 배라고 다음 날 신문이 적었다. 그 뒤의 일은 알려지지 않았다.",
)
FRENCH = (
    "Le pont est ouvert",
    "Le pont a été ouvert mercredi ; « nous avons attendu trois ans », dit le maire – puis il remercia les ouvriers, c’est tout.",
    "Neuf cents personnes l’ont traversé le premier jour… deux fois plus que prévu, écrivit “le Journal” le lendemain : 20 €.",
)
JAPANESE = (
    "橋が開通",
    "橋は水曜日に開通し、町長は「三年待った」と述べて作業員に感謝し、そのあと会場を去ったと新聞は伝えている。①番の橋である。",
    "初日に九百人が渡ったが、これは町が見込んだ数の二倍であると、翌日の新聞は書いている。その後のことは知られていない。",
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "dossier/content").mkdir(parents=True)
    (tmp_path / "dossier/config.yaml").write_text("title: A dossier\nlanguage: en\n", encoding="utf-8")
    return tmp_path / "dossier"


@pytest.mark.parametrize(
    ("label", "codec", "said"),
    [
        ("iso-8859-9", "cp1254", TURKISH),
        ("latin5", "cp1254", TURKISH),
        ("euc-kr", "cp949", KOREAN),
        ("KS_C_5601-1987", "cp949", KOREAN),
        ("windows-949", "cp949", KOREAN),
        ("iso-8859-1", "cp1252", FRENCH),
        ("us-ascii", "cp1252", FRENCH),
        ("x-sjis", "cp932", JAPANESE),
        ("utf-16", "utf-8", JAPANESE),
    ],
)
def test_a_page_is_read_and_checked_in_the_encoding_that_its_label_stands_for(
    root: Path, label: str, codec: str, said: tuple[str, str, str]
) -> None:
    title, first, second = said
    page = root.parent / "page.html"
    page.write_bytes(PAGE.format(label, title, title, first, second).encode(codec))
    done = CliRunner().invoke(command, ["import", "--root", str(root), str(page)])
    assert done.exit_code == 0, done.output
    (path,) = (root / "content/sources").glob("*.md")
    text = path.read_text(encoding="utf-8")
    assert text.split("\n---\n\n", 1)[1].strip().split("\n\n") == [first, second]
    # An editor's copy of it, with no word of what language it is in, is compared with what the page declares, too.
    path.write_text("\n".join(line for line in text.splitlines() if not line.startswith("language:")), encoding="utf-8")
    problems = run("check", root, root / "site", "--no-cache").problems
    assert [problem.code for problem in problems if problem.severity == "error"] == []


@pytest.mark.parametrize(
    "label", ["unicode_escape", "utf-7", "idna", "punycode", "hex", "rot13", "undefined", "nobody's"]
)
def test_no_other_codec_of_python_s_is_an_encoding(root: Path, label: str) -> None:
    assert charsets.codec(label) is None
    page = root.parent / "page.html"
    page.write_text(PAGE.format(label, *(FRENCH[0], *FRENCH)), encoding="utf-8")
    done = CliRunner().invoke(command, ["import", "--root", str(root), str(page)])
    assert (done.exit_code, done.exception) == (0, None), done.output
    (path,) = (root / "content/sources").glob("*.md")
    assert FRENCH[1] in path.read_text(encoding="utf-8")


def test_each_codec_is_one_that_there_is() -> None:
    labels = [label for names in charsets._LABELS.values() for label in names.split()]
    assert len(labels) == len(set(labels))
    for name in {*filter(None, map(charsets.codec, labels)), *charsets.UNDECLARED}:
        assert charsets.strictly(b"plain", name) == "plain"


def test_a_text_in_letters_that_nobody_can_tell_is_refused_and_not_guessed(root: Path) -> None:
    odd = root.parent / "odd.txt"
    odd.write_bytes(bytes(range(128, 256)) * 3)
    done = CliRunner().invoke(command, ["import", "--root", str(root), str(odd)])
    assert done.output == f"{odd}: not imported: it is in no encoding that could be told; save it as UTF-8\n"

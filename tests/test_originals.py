"""A source's body against what was received: word for word, also where a word is raised or its script sets no blanks."""

import pytest

from dossier.entryfiles import ContentFile
from dossier.model import SourceFields
from dossier.originals import text_problems
from dossier.read import ReadFile, read_source


def read(body: str, original: str) -> ReadFile[SourceFields]:
    text = f"---\ntitle: T\noriginal: {original}\nsha256: {'0' * 64}\n---\n\n{body}\n"
    return read_source(None, ContentFile("s", "content/sources/s.md", text.encode()))


def differing(body: str, original: str, name: str = "s.html") -> list[tuple[str, str]]:
    """Message and hint of each problem that a body has with its original."""
    source = read(body, name).entry
    assert source
    return [(found.message, found.hint) for found in text_problems(source, f"<p>T</p>{original}".encode())]


@pytest.mark.parametrize(
    ("raised", "plain"),
    [("10<sup>2</sup> men", "102 men"), ("the men<sup>1</sup> came", "the men1 came")],
)
def test_a_raised_number_is_one_of_its_own(raised: str, plain: str) -> None:
    assert differing(raised, f"<p>{raised}</p>") == []
    assert differing(plain, f"<p>{plain}</p>") == []
    assert differing(plain, f"<p>{raised}</p>") != []
    assert differing(raised, f"<p>{plain}</p>") != []


@pytest.mark.parametrize("written", ["the 26<sup>th</sup> of May", "H<sub>2</sub>O"])
def test_other_raised_and_lowered_letters_go_on_the_word(written: str) -> None:
    closed = written.replace("<sup>", "").replace("</sup>", "").replace("<sub>", "").replace("</sub>", "")
    assert differing(closed, f"<p>{written}</p>") == []
    assert differing(written, f"<p>{closed}</p>") == []


def test_a_hint_shows_korean_words_whole() -> None:
    (found,) = differing("그는 영웅이라고 말했다고 한다", "<p>그는 영웅이라고 말하지 않았다</p>")
    assert "이라고 말하지 않았다" in found[1]

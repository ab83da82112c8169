"""Claims that take the place of others, who passed words on, and which side came later: as the pages of claims say it."""

import json
from pathlib import Path

import pytest
from sites import parse_site, run
from website import Element, one_line, parse

SITE = """=== content/sources/early.md
---
title: Early
publisher: The Early
published: 2025-01-02
origin: agency
reliability: B
topics: [agency]
url: https://early.example
---

About 10,000 were sent, the chief said.
=== content/sources/late.md
---
title: Late
publisher: The Late
published: {late}
url: https://late.example
---

About 14,000 were sent. He said "not one came back" of them.
=== content/topics/agency.md
---
title: The agency
origin: ministry
---
=== content/topics/ministry.md
---
title: The ministry
---
=== content/topics/chief.md
---
title: The chief
---
=== content/claims/first.md
---
claim: Around 10,000 were sent.
figure: 10,000
label: sent
evidence:
  - supports: early
    quote: About 10,000 were sent
    said-by: chief
  - disputes: late
    quote: About 14,000 were sent
    said-by: chief
accept:
  said-indirectly: As the paper has it.
---
{second}
=== expected
"""
SECOND = """=== content/claims/second.md
---
claim: Around 14,000 were sent.
supersedes: first
figure: 14,000
label: sent
evidence:
  - supports: late
    quote: About 14,000 were sent
    translation: Um die 14.000 wurden geschickt
---"""

NOTE = """=== content/notes/both.md
---
title: Both
---

The chief named a number [@early, "About 10,000 were sent"]{said-by=chief}, and later another [@late, "14,000"].
"""


def built(root: Path, late: str = "2025-03-01", second: str = SECOND) -> Path:
    made = run(parse_site("x", SITE.replace("{late}", late).replace("{second}", second)), root)
    assert made.files, made.problems
    return root / "site"


def main_of(site: Path, page: str) -> Element:
    (found,) = parse((site / page / "index.html").read_text(encoding="utf-8")).all("main")
    return found


def text(site: Path, page: str) -> str:
    return one_line(" ".join(main_of(site, page).texts()))


def test_a_superseded_claim_says_so_beside_its_standing_and_leads_there_and_back(tmp_path: Path) -> None:
    site = built(tmp_path)
    first, second = main_of(site, "claims/first"), main_of(site, "claims/second")
    assert "Disputed · superseded" in text(site, "claims/first")
    assert "../../claims/second/" in [link.attributes.get("href") for link in first.all("a")]
    assert "It takes the place of an earlier claim: Around 10,000 were sent." in text(site, "claims/second")
    assert "../../claims/first/" in [link.attributes.get("href") for link in second.all("a")]
    assert "superseded" not in text(site, "claims/second").lower()


def test_lists_and_data_know_it_and_its_figure_is_no_headline(tmp_path: Path) -> None:
    site = built(tmp_path)
    assert "Disputed · superseded" in text(site, "evidence")
    figures = [one_line(each.text()) for each in main_of(site, "").all("section", "figures")]
    front = text(site, "")
    assert "14,000" in front
    assert "10,000" not in " ".join(figures) + front.split("Latest")[0]
    claims = {claim["id"]: claim for claim in json.loads((site / "dossier.json").read_bytes())["claims"]}
    assert (claims["first"]["standing"], claims["first"]["superseded_by"]) == ("disputed", ["second"])
    assert claims["second"]["supersedes"] == "first"
    assert "superseded_by" not in claims["second"]


def test_without_a_later_claim_nothing_is_superseded(tmp_path: Path) -> None:
    site = built(tmp_path, second="")
    assert "superseded" not in text(site, "claims/first").lower()
    assert "10,000" in text(site, "").split("Latest")[0]


@pytest.mark.parametrize(
    ("late", "said"),
    [
        ("2025-03-01", "All that disputes it was published later than all that supports it."),
        ("2024-12", "All that supports it was published later than all that disputes it."),
        ("2025-01", "Neither side was published wholly after the other."),
        ("2025", "Neither side was published wholly after the other."),
        ("2024/..", "Which side came later can’t be told: not every source says when it was published."),
        ("", "Which side came later can’t be told: not every source says when it was published."),
    ],
)
def test_which_side_came_later_is_said_where_it_can_be_told(tmp_path: Path, late: str, said: str) -> None:
    assert said in text(built(tmp_path, late), "claims/first")


def test_words_are_followed_from_the_speaker_to_the_source_that_was_read(tmp_path: Path) -> None:
    site = built(tmp_path)
    said = text(site, "claims/first")
    assert "How it came here The chief → The ministry → The agency → The Early" in said
    assert "How it came here The chief → origin not established → The Late" in said
    assert "How it came here" not in text(site, "claims/second")


def test_notes_and_the_sources_passages_say_who_passed_words_on(tmp_path: Path) -> None:
    site = built(tmp_path, second=f"{SECOND}\n{NOTE}")
    (first, second) = (
        [one_line(" ".join(each.texts())) for each in main_of(site, "notes/both").by_id("r1").all("dl")],
        [one_line(" ".join(each.texts())) for each in main_of(site, "notes/both").by_id("r2").all("dl")],
    )
    assert first == [
        "How it came here The chief → The ministry → The agency → The Early Reliability B, usually reliable"
    ]
    assert second == ["Origin not established"]
    assert "How it came here: The chief → The ministry → The agency → The Early" in text(site, "sources/early")
    assert text(site, "sources/early").count("How it came here:") == 1
    assert "How it came here: The chief → origin not established → The Late" in text(site, "sources/late")


def test_a_grade_is_said_in_words_wherever_it_stands(tmp_path: Path) -> None:
    site = built(tmp_path, second=f"{SECOND}\n{NOTE}")
    for page in ("sources", "claims/first", "notes/both", "fact-check", "topics/agency"):
        assert "eliability B, usually reliable" in text(site, page), page
    assert "Reliability B, usually reliable" in text(site, "sources/early")
    assert not [file for file in site.rglob("*.html") if "<abbr title" in file.read_text(encoding="utf-8")]


def test_a_translation_is_said_to_be_ours_and_in_our_language(tmp_path: Path) -> None:
    page = main_of(built(tmp_path), "claims/second")
    assert "In our translation: “Um die 14.000 wurden geschickt”" in one_line(page.text())
    (span,) = [each for each in page.all("span") if each.text() == "Um die 14.000 wurden geschickt"]
    assert span.attributes["lang"] == "en"


def test_a_figure_leads_to_the_words_that_it_stands_in(tmp_path: Path) -> None:
    page = parse((built(tmp_path) / "claims/first/index.html").read_text(encoding="utf-8"))
    (line,) = [p for p in page.all("p", "meta") if "The figure stands in" in p.text()]
    (link,) = line.all("a")
    assert link.attributes["href"] == "#e1"
    assert "About 10,000 were sent" in page.by_id("e1").text()

"""Pages of topics, and the front page, of whole small dossiers: all that they show is in the content, and leads to it."""

import gzip
import random
from pathlib import Path

import pytest
from test_matrix import TOPICS, built, claim, page, source, write
from website import Element, crawl, on_disk, one_line

from dossier.pages.naming import authority, name_view

KIM = """title: Kim Jong Un
type: person
names: [김정은, كيم جونغ أون, Kim Jong-un, 金正恩]
same-as: [https://www.wikidata.org/wiki/Q56226, https://viaf.org/viaf/48144899804032250142, https://archive.example.org/kim]"""
NOTES = {
    "visit": "title: A visit\ndate: 2026-01-25\nadded: 2026-02-01\ntopics: [kim, soldiers]",
    "talk": "title: A talk\ndate: 2026-01-20\nadded: 2026-02-03\ntopics: [kim, soldiers, kcna]",
    "loose": (
        "title: No date\ntopics: [kim]\nadded: 2026-01-31\n"
        'corrections: [{date: 2026-02-02, was: "It said so", now: "It says so", why: "a slip"}]'
    ),
}


def with_notes(root: Path, notes: dict[str, str]) -> Path:
    (root / "content/notes").mkdir(parents=True)
    for id_, head in notes.items():
        body = "The [[kim|man]] was seen there. It rained.\n" if id_ == "visit" else ""
        (root / f"content/notes/{id_}.md").write_text(f"---\n{head}\n---\n\n{body}", encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    sources = {"a": source("Paper A", "2026-01-26", "kcna", "topics: [kim, soldiers]"), "b": source("Paper B")}
    claims = {
        "sent": claim("They were sent.", "supports a SENT", more='figure: "14,000"\nlabel: soldiers'),
        "nobody": claim("Nobody was sent.", "supports b NOBODY", "disputes a SENT"),
    }
    root = write(tmp_path_factory.mktemp("topics"), sources, claims, TOPICS | {"kim": KIM})
    return built(with_notes(root, NOTES))


def test_a_topic_shows_its_names_in_the_scripts_that_they_are_written_in(site: Path) -> None:
    names = page(site, "topics/kim").all("span", "also")
    assert [(one.text(), one.attributes.get("lang", ""), one.attributes.get("dir", "")) for one in names] == [
        ("김정은", "ko", ""),
        ("كيم جونغ أون", "und-Arab", "rtl"),
        ("Kim Jong-un", "", ""),
        ("金正恩", "und-Hani", ""),
    ]


def test_authorities_are_called_by_their_names_or_hosts(site: Path) -> None:
    details = page(site, "topics/kim").all("dl", "details")[0]
    assert [one.text() for one in details.all("a")] == ["Wikidata", "VIAF", "archive.example.org"]


def test_a_topic_says_with_what_it_appears_and_where(site: Path) -> None:
    together = page(site, "topics/kim").all("section", "together")[0]
    rows = [child for child in together.all("ol")[0].children if isinstance(child, Element)]
    assert [
        (
            row.all("a")[0].text(),
            one_line(row.all("summary")[0].text("unseen")),
            [a.text() for a in row.all("li")[0].all("a")][1:],
        )
        for row in rows
    ] == [
        ("The soldiers", "in 2 notes, 1 source", ["A talk", "A visit", "Paper A on the soldiers"]),
        ("KCNA", "in 1 note", ["A talk"]),
    ]
    assert [[bar.attributes["width"] for bar in row.all("rect")] for row in rows] == [["66.67", "33.33"], ["33.33"]]


def test_a_topic_shows_the_sentence_that_leads_to_it_and_its_events_in_their_order(site: Path) -> None:
    shown = page(site, "topics/kim")
    assert one_line(shown.all("ul", "backlinks")[0].all("p")[0].text()) == "The man was seen there."
    events = shown.all("ol", "events")[0]
    assert [one.text() for one in events.all("a", "headline")] == ["A talk", "A visit"]
    assert len(shown.all("svg", "wide")) == 1


def test_a_topic_has_the_matrix_of_its_claims(site: Path) -> None:
    shown = page(site, "topics/soldiers")
    assert [one_line(row.all("a")[0].text()) for row in shown.all("tbody")[0].all("tr")] == [
        "They were sent.",
        "Nobody was sent.",
    ]
    assert not page(site, "topics/kim").all("table")


def test_the_front_page_leads_from_figures_and_counts_to_the_claims(site: Path) -> None:
    front = page(site, "")
    figure = front.all("section", "figures")[0]
    assert one_line(figure.all("p", "figure")[0].text()) == "14,000 soldiers"
    assert [one_line(one.text()) for one in figure.all("span", "badge")] == ["● Single origin"]
    assert figure.all("a")[0].attributes["href"] == "claims/sent/"
    assert [one.attributes["href"] for one in front.all("ul", "tallies")[0].all("a")] == [
        "evidence/#single-origin",
        "evidence/#disputed",
    ]


def test_the_front_page_tells_what_changed_last_by_what_the_content_says(site: Path) -> None:
    changes = page(site, "").all("section", "changes")[0]
    days = [one_line(one.text()) for one in changes.all("p", "day")]
    assert days == ["3 February 2026", "2 February 2026", "1 February 2026"]
    rows = [one_line(item.text()) for one in changes.all("ul") for item in one.all("li")]
    assert rows == ["New · Note A talk", "Corrected · Note No date", "New · Note A visit"]
    assert changes.all("ul")[1].all("a")[0].attributes["href"].startswith("notes/loose/#correction-")


def test_no_link_is_broken(site: Path) -> None:
    assert crawl(on_disk(site)).broken() == []


def test_an_empty_dossier_has_a_front_page_without_counts_of_nothing(tmp_path: Path) -> None:
    front = page(built(write(tmp_path, {}, {}, {})), "")
    assert not front.all("ul", "tallies")
    assert "No claim has been weighed yet." in front.text()


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("김정은", "ko"),
        ("金正恩 김정은", "ko"),
        ("東京タワー", "ja"),
        ("Ким Чен Ын", "und-Cyrl"),
        ("Kim Jong Un", ""),
        ("Kim Jong Un (김)", ""),
        ("2024", ""),
    ],
)
def test_a_name_s_language_is_told_only_as_far_as_its_script_tells_it(words: str, language: str) -> None:
    assert name_view(words).language == language


@pytest.mark.parametrize(
    ("address", "words", "links"),
    [
        ("https://www.geonames.org/1871859", "GeoNames", True),
        ("https://notgeonames.org/1", "notgeonames.org", True),
        ("https://[broken", "https://[broken", False),
        ("javascript:alert(1)", "javascript:alert(1)", False),
        ("Q42", "Q42", False),
    ],
)
def test_an_authority_is_known_by_its_host(address: str, words: str, links: bool) -> None:
    assert (authority(address).words, bool(authority(address).href)) == (words, links)


def test_a_topic_of_many_entries_stays_light(tmp_path: Path) -> None:
    draw = random.Random(5)
    words = "soldiers memorial statue visit minister treaty ceremony train delegation factory border speech".split()
    topics = TOPICS | {f"t{i:03}": f"title: Topic {i}" for i in range(150)}
    notes = {
        f"n{i:03}": (
            f"title: {' '.join(draw.choices(words, k=9)).capitalize()}\ndate: 2025-{i % 12 + 1:02}-{i % 28 + 1:02}\n"
            f"topics: [soldiers, {', '.join(draw.sample(sorted(topics), 3))}]"
        )
        for i in range(350)
    }
    site = built(with_notes(write(tmp_path, {}, {}, topics), notes))
    pages = sorted(site.glob("topics/soldiers/**/index.html"))
    assert len(pages) > 3
    assert max(len(gzip.compress(path.read_bytes())) for path in pages) < 150_000
    listed = [one.text() for path in pages for one in page(path.parent, "").all("ol", "events")[0].all("a", "headline")]
    assert len(listed) == 350
    shown = page(site, "topics/soldiers").all("section", "together")[0]
    assert len([one for one in shown.all("ol")[0].children if isinstance(one, Element)]) == 12
    assert "and " in one_line(shown.all("p", "meta")[-1].text())

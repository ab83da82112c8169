"""The evidence matrix of whole small dossiers: sources of one origin side by side, every mark leading to its words."""

import gzip
import random
import shutil
from pathlib import Path

import pytest
from folders import run
from website import Element, crawl, on_disk, one_line, parse

TEXT = "Around 14,000 soldiers were sent. Nobody was sent at all. The hall stands on a hill.\n"
SENT, NOBODY, HILL = "Around 14,000 soldiers were sent", "Nobody was sent at all", "The hall stands on a hill"
TOPICS = {
    "kcna": "title: KCNA\ntype: organization\norigin: state-media",
    "state-media": "title: State media\ntype: theme",
    "soldiers": "title: The soldiers\ntype: theme",
}


def write(root: Path, sources: dict[str, str], claims: dict[str, str], topics: dict[str, str] = TOPICS) -> Path:
    """A dossier of these front matters; every source has the same text."""
    (root / "config.yaml").parent.mkdir(parents=True, exist_ok=True)
    (root / "config.yaml").write_text("title: A dossier\nurl: https://example.org/d/\n", encoding="utf-8")
    for kind, entries, body in (("sources", sources, TEXT), ("claims", claims, ""), ("topics", topics, "")):
        (root / "content" / kind).mkdir(parents=True, exist_ok=True)
        for id_, head in entries.items():
            (root / "content" / kind / f"{id_}.md").write_text(f"---\n{head}\n---\n\n{body}", encoding="utf-8")
    return root


def source(title: str, published: str = "", origin: str = "", more: str = "") -> str:
    lines = [f"short-title: {title}", f"title: {title} on the soldiers", more]
    lines += [f"published: {published}"] if published else []
    lines += [f"origin: {origin}"] if origin else []
    return "\n".join(line for line in lines if line)


def claim(words: str, *lines: str, more: str = "") -> str:
    """A claim with lines of evidence: `supports nasser SENT`, with more fields behind a semicolon."""
    quotes = {"SENT": SENT, "NOBODY": NOBODY, "HILL": HILL}
    said = [f"claim: {words}", "topics: [soldiers]", *([more] if more else []), *(["evidence:"] if lines else [])]
    for line in lines:
        first, *fields = line.split("; ")
        bearing, id_, quote = first.split()
        said += [f"  - {bearing}: {id_}", f"    quote: {quotes[quote]}", *(f"    {field}" for field in fields)]
    return "\n".join(said)


def built(root: Path) -> Path:
    site = root / "site"
    made = run("build", root, site, "--no-cache", "--jobs", "1")
    assert made.code == 0, made.problems
    return site


def page(site: Path, path: str) -> Element:
    return parse((site / path / "index.html").read_text(encoding="utf-8"))


def rows(table: Element) -> list[list[str]]:
    """A table's rows, each cell as it is read out; what only the eye sees is left out."""
    return [[said(cell) for cell in row.children if isinstance(cell, Element)] for row in table.all("tr")]


def said(cell: Element) -> str:
    """The text of a cell without what is hidden from a screen reader."""
    return one_line(
        "".join(run for run, at in cell.runs() if not any("aria-hidden" in one.attributes for one in at.above))
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sources of three origins and one that states none; claims of every standing."""
    sources = {
        "rodong": source("Rodong", "2026-01-02", "kcna"),
        "kcna-watch": source("KCNA Watch", "2026-01-01", "kcna"),
        "nasser": source("Nasser", "2026-01-26", "self", "publisher: The Post"),
        "digest": source("The digest", "2026-02", "mixed"),
        "leaflet": source("A leaflet"),
    }
    claims = {
        "sent": claim(
            "Around 14,000 soldiers were sent.",
            "supports rodong SENT",
            "supports kcna-watch SENT",
            "supports nasser SENT",
            "supports digest SENT; origin: state-media",
            more='figure: "14,000"\nlabel: soldiers',
        ),
        "hall": claim(
            "The hall stands.", "supports leaflet HILL", "supports leaflet SENT; inference: true; note: It follows."
        ),
        "nobody": claim("Nobody was sent.", "supports nasser NOBODY", "disputes digest SENT", "context leaflet HILL"),
        "open": claim("The hall is large."),
    }
    return built(write(tmp_path_factory.mktemp("matrix"), sources, claims))


def test_sources_of_one_origin_stand_below_its_name_the_earliest_first(site: Path) -> None:
    table = page(site, "evidence/soldiers").all("table")[0]
    assert rows(table)[:2] == [
        ["Claim", "The Post", "State media", "Origin not established"],
        [
            "Nasser 26 January 2026",
            "KCNA Watch 1 January 2026",
            "Rodong 2 January 2026",
            "The digest February 2026",
            "The digest February 2026",
            "A leaflet",
        ],
    ]
    first = table.all("tr")[0].all("th")
    assert [(th.attributes["scope"], th.attributes.get("colspan", "1")) for th in first] == [
        ("col", "1"),
        ("colgroup", "1"),
        ("colgroup", "3"),
        ("colgroup", "2"),
    ]
    assert first[2].all("a")[0].attributes["href"] == "../../topics/state-media/"


def test_claims_come_by_standing_and_a_mark_says_what_it_means_and_leads_to_the_words(site: Path) -> None:
    table = page(site, "evidence/soldiers").all("table")[0]
    body = rows(table)[2:]
    assert [row[0] for row in body] == [
        "Around 14,000 soldiers were sent. Corroborated by 2 independent origins",
        "The hall stands. Single origin, not established",
        "Nobody was sent. Disputed",
        "The hall is large. Unsupported",
    ]
    assert [body[2][1], body[2][5]] == [
        "supports: Nasser, 26 January 2026 – show the words",
        "disputes: The digest, February 2026 – show the words",
    ]
    assert [one.attributes["href"] for one in table.all("tr")[4].all("a")] == [
        "../../claims/nobody/",
        "../../claims/nobody/#e1",
        "../../claims/nobody/#e2",
        "../../claims/nobody/#e3",
    ]
    assert body[1][6] == (
        "supports: A leaflet (1) – show the words"
        " supports by the editors’ inference only: A leaflet (2) – show the words"
    )
    assert body[3][1:] == [""] * 6


def test_in_a_narrow_window_each_claim_is_a_list_of_the_same_marks(site: Path) -> None:
    shown = page(site, "evidence/soldiers")
    marks = [one.attributes["href"] for one in shown.all("td") for one in one.all("a")]
    narrow = shown.all("ul", "by-claim")[0]
    assert sorted(one.attributes["href"] for one in narrow.all("a", "named")) == sorted(marks)
    first = next(child for child in narrow.children if isinstance(child, Element))
    assert [one_line(p.text()) for p in first.all("span", "kind")] == ["The Post", "State media"]


def test_every_mark_leads_to_a_line_and_no_link_is_broken(site: Path) -> None:
    assert crawl(on_disk(site)).broken() == []


def test_the_headline_claims_have_the_first_matrix(site: Path) -> None:
    table = page(site, "evidence").all("table")[0]
    assert [row[0] for row in rows(table)[2:]] == [
        "Around 14,000 soldiers were sent. Corroborated by 2 independent origins"
    ]


def test_each_count_of_claims_leads_to_as_many(site: Path) -> None:
    shown = page(site, "evidence")
    found = {}
    for item in shown.all("ul", "tallies")[0].all("li"):
        count = int(item.all("strong")[0].text())
        anchor = item.all("a")[0].attributes["href"].removeprefix("#")
        found[anchor] = (count, len(shown.by_id(anchor).all("li")))
    assert found == {"corroborated": (1, 1), "single-origin": (1, 1), "disputed": (1, 1), "unsupported": (1, 1)}


def test_a_claim_whose_place_another_takes_is_counted_apart(tmp_path: Path) -> None:
    claims = {
        "old": claim("Some were sent.", "supports a SENT", more="figure: 14,000\nlabel: men"),
        "new": claim("Around 14,000 soldiers were sent.", "supports a SENT", more="supersedes: old"),
    }
    shown = page(built(write(tmp_path, {"a": source("A", origin="kcna")}, claims)), "evidence")
    counted = {
        item.all("a")[0].attributes["href"]: item.all("strong")[0].text()
        for item in shown.all("ul", "tallies")[0].all("li")
        if item.all("a")
    }
    assert counted == {"#single-origin": "1", "#superseded": "1"}
    assert [one_line(one.text()) for one in shown.by_id("superseded").all("a")] == ["Some were sent."]
    # What is superseded is no headline, so that the matrix is of all claims.
    assert len(shown.all("tbody")[0].all("tr")) == 2


def test_forty_sources_fold_into_their_origins(tmp_path: Path) -> None:
    sources = {
        f"s{i:02}": source(f"Paper {i}", f"2026-01-{i % 28 + 1:02}", ("kcna", "soldiers", "")[i % 3]) for i in range(40)
    }
    claims = {"sent": claim("Soldiers were sent.", *(f"supports {id_} SENT" for id_ in sources))}
    shown = page(built(write(tmp_path, sources, claims)), "evidence/soldiers")
    head, row = rows(shown.all("table")[0])
    assert head == ["Claim", "State media 14 sources", "The soldiers 13 sources", "Origin not established 13 sources"]
    assert [len(cell.all("a")) for cell in shown.all("td")] == [13, 13, 13]
    assert row[1].startswith("supports: Paper 0, 1 January 2026 – show the words supports: Paper 3,")
    assert row[1].endswith("and 2 more – Soldiers were sent.")


def test_the_least_of_many_origins_share_a_column_that_names_them(tmp_path: Path) -> None:
    sources = {f"s{i:02}": source(f"Paper {i:02}", origin="self", more=f"publisher: Press {i:02}") for i in range(20)}
    sources |= {f"x{i}": source(f"Sheet {i}") for i in range(2)}
    claims = {
        "all": claim("Soldiers were sent.", *(f"supports {id_} SENT" for id_ in sources)),
        "few": claim("Some were sent.", *(f"supports s{i:02} SENT" for i in range(8, 20))),
    }
    shown = page(built(write(tmp_path, sources, claims)), "evidence/soldiers")
    head, first, _ = rows(shown.all("table")[0])
    names = [f"Press {i:02} 1 source" for i in range(8, 18)]
    assert head == ["Claim", *names, "Other origins 10 sources", "Origin not established 2 sources"]
    assert first[11].startswith(
        "supports: Paper 00 – show the words Press 00 supports: Paper 01 – show the words Press 01"
    )


def test_a_topic_of_many_claims_has_several_light_pages(tmp_path: Path) -> None:
    words = "soldiers memorial statue visit minister treaty ceremony train delegation factory border speech".split()
    draw = random.Random(3)
    sources = {f"s{i:03}": source(f"Paper {i} " + " ".join(draw.choices(words, k=6))) for i in range(300)}
    claims = {
        f"c{i:03}": claim(
            " ".join(draw.choices(words, k=14)).capitalize() + ".",
            *(f"supports {id_} SENT" for id_ in draw.sample(sorted(sources), 4)),
            more=f"figure: '14,000'\nlabel: soldiers of {i}" if i % 2 else "",
        )
        for i in range(300)
    }
    site = built(write(tmp_path, sources, claims))
    pages = sorted(site.glob("evidence/**/index.html"))
    assert len(pages) >= 300 * 6 / 400
    weights = [len(gzip.compress(path.read_bytes())) for path in pages]
    assert max(weights) < 150_000
    listed = [
        one.attributes["href"].rstrip("/").rpartition("/")[2]
        for path in pages
        if path.parent.parent.name == "soldiers" or path.parent.name == "soldiers"
        for row in parse(path.read_text(encoding="utf-8")).all("tbody")[0].all("tr")
        for one in row.all("a")[:1]
    ]
    assert sorted(listed) == sorted(claims)
    front = page(site, "evidence")
    tally = front.all("ul", "tallies")[0]
    assert [one.attributes["href"] for one in tally.all("a")] == ["#single-origin"]
    assert "The first" in one_line(front.all("p", "meta")[0].text())


def test_the_order_of_files_changes_nothing(site: Path, tmp_path: Path) -> None:
    root, other = site.parent, tmp_path / "other"
    files = [path for path in sorted(root.rglob("*.md"), reverse=True) if "site" not in path.relative_to(root).parts]
    for path in [*files, root / "config.yaml"]:
        (other / path.relative_to(root)).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, other / path.relative_to(root))
    again = built(other)
    for name in ("index.html", "evidence/index.html", "evidence/soldiers/index.html", "topics/soldiers/index.html"):
        assert (again / name).read_bytes() == (site / name).read_bytes()

"""What a claim amounts to, rule by rule as it is designed, with the reasons that its page prints; in any order of lines."""

import random
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import Struct, convert
from sites import Site, run

from dossier.body import Body as Text
from dossier.memo import Plain
from dossier.model import ClaimFields, Entry, EvidenceLine, Source, SourceFields, Topic, TopicFields
from dossier.pipeline import Gathered, gather
from dossier.standing import origins, standing

TOPICS = {
    "kcna": "title: KCNA\norigin: state-media",
    "rodong": "title: Rodong Sinmun\norigin: state-media",
    "state-media": "title: State media",
    "reuters": "title: Reuters\nnames: [Thomson Reuters]\norigin: self",
    "digest": "title: A digest\norigin: mixed",
}
SOURCES = {
    "korea": "origin: kcna",
    "worker": "origin: rodong",
    "wire": "origin: reuters",
    "paper": "publisher: Thomson  reuters\norigin: self",
    "post": "publisher: The Post\norigin: self",
    "post-again": "publisher: the post\norigin: self",
    "letter": "short-title: A letter\norigin: self",
    "many": "origin: mixed",
    "unknown": "",
    "unknown-too": "",
    "gatherer": "origin: digest",
}


class Rule(Struct, frozen=True):
    """A rule: the lines of evidence (`supports korea`, with more fields behind it), and all that the page says of them."""

    name: str
    lines: tuple[str, ...]
    said: tuple[str, ...]


RULES = (
    Rule("nothing", (), ("Unsupported", "No source here supports it.")),
    Rule("context is never counted", ("context wire", "context post"), ("Unsupported", "No source here supports it.")),
    Rule(
        "one root",
        ("supports wire",),
        ("Single origin", "One line of evidence in support. Origins, each counted once: Reuters."),
    ),
    Rule(
        "two lines of one root count once",
        ("supports korea", "supports worker"),
        ("Single origin", "2 lines of evidence in support. Origins, each counted once: State media."),
    ),
    Rule(
        "two roots",
        ("supports korea", "supports wire", "context post"),
        (
            "Corroborated by 2 independent origins",
            "2 lines of evidence in support. Origins, each counted once: Reuters, State media.",
        ),
    ),
    Rule(
        "two articles of one outlet's own reporting, however it is spelt",
        ("supports post", "supports post-again"),
        ("Single origin", "2 lines of evidence in support. Origins, each counted once: The Post."),
    ),
    Rule(
        "an outlet's own reporting and those who have it from there",
        ("supports paper", "supports wire"),
        ("Single origin", "2 lines of evidence in support. Origins, each counted once: Reuters."),
    ),
    Rule(
        "own reporting without an outlet is the source's",
        ("supports letter", "supports post"),
        (
            "Corroborated by 2 independent origins",
            "2 lines of evidence in support. Origins, each counted once: The Post, A letter.",
        ),
    ),
    Rule(
        "a mixed source's lines name their own",
        ("supports many; origin: kcna", "supports many; origin: reuters"),
        (
            "Corroborated by 2 independent origins",
            "2 lines of evidence in support. Origins, each counted once: Reuters, State media.",
        ),
    ),
    Rule(
        "a line's own origin goes before its source's",
        ("supports wire; origin: kcna", "supports korea"),
        ("Single origin", "2 lines of evidence in support. Origins, each counted once: State media."),
    ),
    Rule(
        "a mixed source's line that names none is not established",
        ("supports many",),
        (
            "Single origin, not established",
            "One line of evidence in support. Where the information comes from is not established.",
        ),
    ),
    Rule(
        "nor is what comes from a topic of several origins",
        ("supports gatherer", "supports wire"),
        (
            "Single origin",
            "2 lines of evidence in support. Origins, each counted once: Reuters.",
            "One line of evidence among them without an established origin, not counted.",
        ),
    ),
    Rule(
        "lines without an origin count together as one where nothing else supports",
        ("supports unknown", "supports unknown-too"),
        (
            "Single origin, not established",
            "2 lines of evidence in support. Where the information comes from is not established, so that they count as one.",
        ),
    ),
    Rule(
        "and else not at all",
        ("supports unknown", "supports wire", "supports unknown-too"),
        (
            "Single origin",
            "3 lines of evidence in support. Origins, each counted once: Reuters.",
            "2 lines of evidence among them without an established origin, not counted.",
        ),
    ),
    Rule(
        "inference alone",
        ("supports wire; inference", "supports korea; inference"),
        (
            "Inferred by the editors",
            "It rests on the editors' reasoning from what sources say, not on words that state it.",
        ),
    ),
    Rule(
        "inference beside words is not counted",
        ("supports wire", "supports korea; inference"),
        (
            "Single origin",
            "One line of evidence in support. Origins, each counted once: Reuters.",
            "One line of evidence by the editors' inference, not counted.",
        ),
    ),
    Rule(
        "one disputes, however many support",
        ("supports korea", "supports wire", "disputes post"),
        (
            "Disputed",
            "2 lines of evidence in support. Origins, each counted once: Reuters, State media.",
            "One line of evidence against it, going back to: The Post.",
        ),
    ),
    Rule(
        "disputed and supported by nobody",
        ("disputes unknown",),
        ("Disputed", "No source here supports it.", "One line of evidence against it."),
    ),
    Rule(
        "disputed by inference",
        ("supports wire", "disputes post; inference", "disputes korea"),
        (
            "Disputed",
            "One line of evidence in support. Origins, each counted once: Reuters.",
            "2 lines of evidence against it, going back to: State media.",
            "One line of evidence against it only by the editors' inference.",
        ),
    ),
)


def yaml_of(line: str) -> str:
    """A line of evidence in front matter."""
    bearing, _, more = line.partition(";")
    field, source = bearing.split()
    extra = "inference: true\n    note: By what it implies." if more.strip() == "inference" else more.strip()
    return f"  - {field}: {source}\n    quote: it happened\n" + (f"    {extra}\n" if extra else "")


def dossier_of(rule: Rule) -> Site:
    files: dict[str, bytes | None] = {"content/sources/post.md": None, "content/topics/hall.md": None}
    for id_, fields in TOPICS.items():
        files[f"content/topics/{id_}.md"] = f"---\n{fields}\n---\n".encode()
    for id_, fields in SOURCES.items():
        text = (
            f"---\ntitle: Report {id_}\nurl: https://example.org/{id_}\n{fields}\n---\n\nThey say that it happened.\n"
        )
        files[f"content/sources/{id_}.md"] = text.encode()
    lines = "".join(map(yaml_of, rule.lines))
    claim = f"---\nclaim: It happened.\n{'evidence:' if lines else ''}\n{lines}---\n"
    return Site(rule.name, "", files | {"content/claims/it.md": claim.encode()}, "")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_claim_s_page_gives_its_standing_and_every_reason(rule: Rule, tmp_path: Path) -> None:
    made = run(dossier_of(rule), tmp_path)
    assert made.errors == 0
    page = made.files["claims/it/index.html"].decode()
    section = page.partition('<section class="standing')[2].partition("</section>")[0]
    reasons = [part.partition("</li>")[0].replace("&#39;", "'") for part in section.split("<li>")[1:]]
    badge = section.partition("<p>")[2].partition("</p>")[0]
    assert (rule.said[0] in badge, *reasons) == (True, *rule.said[1:])


@pytest.mark.parametrize("rule", [rule for rule in RULES if len(rule.lines) > 1], ids=lambda rule: rule.name)
def test_the_order_of_the_evidence_changes_nothing(rule: Rule, tmp_path: Path) -> None:
    found = set()
    for number, lines in enumerate(permutations(rule.lines)):
        folder = tmp_path / str(number)
        run(dossier_of(Rule(rule.name, lines, rule.said)), folder)
        gathered = gather(folder, Plain())
        assert isinstance(gathered, Gathered)
        found.add(gathered.dossier.standings["it"])
    assert len(found) == 1


# --- as laws


def entry(fields: SourceFields, id_: str) -> Source:
    return Entry(id_, "", fields, {}, {}, Text(), "")


ORIGINS = (None, "self", "mixed", "a", "b", "c")
topics = st.fixed_dictionaries({id_: st.sampled_from([None, "self", "mixed", "a", "b", "c"]) for id_ in "abc"})
sources = st.lists(
    st.tuples(st.sampled_from(ORIGINS), st.sampled_from([None, "A", "a ", "Else"])), min_size=3, max_size=3
)
evidence = st.lists(
    st.builds(
        lambda bearing, source, origin, inference: convert(
            {bearing: f"s{source}", "quote": "x", "origin": origin, "inference": inference}, EvidenceLine
        ),
        st.sampled_from(["supports", "disputes", "context"]),
        st.integers(0, 2),
        st.sampled_from(ORIGINS),
        st.booleans(),
    ),
    max_size=6,
)


@given(topics, sources, evidence, st.randoms(use_true_random=False))
@settings(max_examples=300, deadline=None)
def test_standing_is_a_function_of_the_set_of_lines(
    named: dict[str, str | None],
    stated: list[tuple[str | None, str | None]],
    lines: list[EvidenceLine],
    draw: random.Random,
) -> None:
    all_topics: dict[str, Topic] = {
        id_: Entry(id_, "", TopicFields(title=id_.upper(), origin=origin), {}, {}, Text(), "")
        for id_, origin in named.items()
    }
    all_sources = {
        f"s{i}": entry(SourceFields(title="x", origin=origin, publisher=publisher), f"s{i}")
        for i, (origin, publisher) in enumerate(stated)
    }
    shuffled = draw.sample(lines, len(lines))
    found = [
        standing(
            Entry("it", "", ClaimFields(claim="x", evidence=tuple(given_lines)), {}, {}, Text(), ""),
            origins(dict(reversed(all_sources.items())) if turned else all_sources, all_topics),
        )
        for given_lines, turned in ((lines, False), (shuffled, True))
    ]
    assert found[0] == found[1]
    one = found[0]
    supports = [line for line in lines if line.bearing == "supports" and not line.inference]
    assert (one.verdict == "disputed") == any(line.bearing == "disputes" for line in lines)
    assert len(one.supporting) <= len(supports)
    if one.verdict == "corroborated":
        assert len(one.supporting) >= 2

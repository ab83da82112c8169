"""A dossier whose pages show every state that they know: each standing and status, corrections, lapsed reviews, languages."""

from pathlib import Path

from folders import run

FILES = {
    "config.yaml": """title: Every state
description: A dossier that shows what pages can say, all of it made up.
url: https://dossier.example/some/name/
editors: [Ada, Ben]
repository: https://github.com/example/dossier
source-text: full
""",
    "content/topics/agency.md": "---\ntitle: The agency\ntype: organization\nnames: [통신사, وكالة]\norigin: ministry\n"
    "same-as: ['https://www.wikidata.org/wiki/Q1']\n---\n\nIt reports for the [[ministry]].\n",
    "content/topics/ministry.md": "---\ntitle: The ministry\ntype: organization\n---\n",
    "content/topics/chief.md": "---\ntitle: The chief\ntype: person\nnames: [대장]\n---\n",
    "content/topics/harbour.md": "---\ntitle: The harbour\ntype: place\n---\n",
    "content/sources/early.md": """---
title: A bridge is to be built over the river
author: [Ana Alder, Bo Birch]
publisher: The Early
published: 2025-01-02
accessed: 2025-02-01
url: https://early.example/bridge
archive-url: https://archive.example/bridge
origin: agency
reliability: B
topics: [agency, harbour]
as-printed: {published: "Jan. 2, 2025"}
provenance: A cutting that was sent to the editors.
added: 2026-01-01
---

About 10,000 tons were moved, the chief said. The bridge is to be built by the end of the year.

> No ship can pass there, an old man said.

| year | ships |
|---|---|
| 2023 | 12 |
| 2024 | 14 |
""",
    "content/sources/late.md": "---\ntitle: Fourteen thousand\npublisher: The Late\npublished: 2025-02?\norigin: self\n"
    "reliability: E\nurl: https://late.example\n---\n\nAbout 14,000 tons were moved. He said “not one came back” of them.\n"
    "The bridge was built in March.\n",
    "content/sources/korean.md": "---\ntitle: 다리가 세워진다\nlanguage: ko\npublisher: 일보\norigin: ministry\n---\n\n"
    "영웅들의 위훈을 길이 전해야 한다고 말했다. 다리는 3월에 완공되였다.\n",
    "content/sources/arabic.md": "---\ntitle: الجسر\nlanguage: ar\npublisher: الصحيفة\n---\n\nاكتمل بناء الجسر في مارس.\n",
    "content/sources/unseen.md": "---\nsupplied-title: A letter that the editors may not show\npublish: metadata\n---\n\n"
    "The bridge was paid for by nobody.\n",
    "content/sources/lost.md": "---\ntitle: A page that is gone\nurl: https://lost.example\n---\n",
    "content/notes/bridge.md": """---
title: A bridge is built over the river
date: 2025-03?
date-from: [{source: late, quote: The bridge was built in March}]
date-note: The article does not say of which year.
importance: high
topics: [harbour, chief]
added: 2026-01-02
reviewed: [{by: Ada, date: 2026-01-30, digest: aedf1c58329ed498 post=5ace52919edaec61}]
corrections:
  - {date: 2026-02-01, was: "in April", now: "in March", why: A slip of the editors'.}
---

The bridge "was built in March" [@late], an article says; @early says that it "is to be built" later [@early]. Of the ships
"[n]o ship can pass" [@early]{said-by=chief}, and "About 10,000 tons […] the chief said" [@early; see @late, p. 2].

> No ship can pass there, an old man said. [@early]

"The deeds of heroes" [@korean, "영웅들의 위훈"] and "the bridge was finished" [@arabic, "اكتمل بناء الجسر"] are our words;
"a page" [@lost] can't be read any more. See [[more-tons]] and [[claim:fewer-tons|the earlier claim]].[^1]

| year | what | by whom |
|---|---|---|
| 2024 | a plan | "The bridge is to be built" [@early] |

- It "was paid for by nobody" [@unseen].

[^1]: A note of the editors': "of them" [@late].
""",
    "content/notes/opening.md": "---\ntitle: The bridge is to be opened\ndate: 2027/..\nexpected: true\ntopics: [harbour]\n---\n\n"
    "It is to be opened [@early]. See [[bridge]].\n",
    "content/notes/plan.md": "---\ntitle: A plan is made\ndate: 2024-10/2024-12\ntopics: [ministry]\n---\n\nNobody says so.\n",
    "content/notes/loose.md": "---\ntitle: Something without a date\n---\n\nIt is known [@late].\n",
    "content/claims/fewer-tons.md": "---\nclaim: About 10,000 tons were moved.\nfigure: 10,000\nlabel: tons moved\n"
    "topics: [harbour]\nevidence:\n  - supports: early\n    quote: About 10,000 tons were moved\n    said-by: chief\n"
    "    credibility: 3\n  - disputes: late\n    quote: About 14,000 tons were moved\n    note: It came later.\n---\n",
    "content/claims/more-tons.md": "---\nclaim: About 14,000 tons were moved.\nfigure: About 14,000\nlabel: tons moved\n"
    "supersedes: fewer-tons\ntopics: [harbour, agency]\nevidence:\n  - supports: late\n"
    "    quote: About 14,000 tons were moved\n  - context: early\n    quote: the chief said\n---\n\nMore in [[bridge]] [@late].\n",
    "content/claims/built.md": "---\nclaim: The bridge was built in March.\ntopics: [harbour]\nevidence:\n  - supports: late\n"
    "    quote: The bridge was built in March\n    credibility: 2\n  - supports: korean\n    quote: 다리는 3월에 완공되였다\n"
    "    translation: The bridge was completed in March.\n  - supports: arabic\n    quote: اكتمل بناء الجسر في مارس\n"
    "    translation: The building of the bridge was completed in March.\n---\n",
    "content/claims/inferred.md": "---\nclaim: The chief knew.\nevidence:\n  - supports: early\n    quote: the chief said\n"
    "    inference: true\n    note: Who speaks of it knows of it.\n---\n",
    "content/claims/nobody.md": "---\nclaim: Nobody was hurt.\nevidence:\n  - disputes: late\n    quote: not one came back\n---\n",
}


def states(root: Path) -> Path:
    """Write it below a folder and build it: the folder of the site."""
    for path, text in FILES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    made = run("build", root, root / "site")
    assert made.code == 0, [problem for problem in made.problems if problem.severity == "error"]
    return root / "site"

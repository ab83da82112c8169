"""A small whole dossier in Korean, invented: something of everything that a page can show, and not a Latin letter in it."""

from hashlib import sha256
from pathlib import Path

CONFIG = "title: 강의 기록\ndescription: 비와 강에 관한 작은 자료철\nlanguage: ko\neditors: 김하나\nurl: https://example.org\n"
POST = """---
title: 강물이 불어났다
author: 박둘
publisher: 한강신문
published: 2026-01-26T13:31+09:00
accessed: 2026-02
url: https://example.org/1
archive-url: https://example.org/2
archive-date: 2026-02-03
origin: self
reliability: B
original: 원본.txt
sha256: {digest}
provenance: 지면에서 옮겼다.
as-printed:
  날짜: 1월 26일자
topics: [river]
corrections:
  - date: 2026-02-01
    was: 틀린 제목
    now: 강물이 불어났다
    why: 잘못 옮겼다.
---

비가 사흘 내렸다. 강물이 불어났다. 시장은 “모두 무사하다”고 말했다.

둑은 무너지지 않았다.
"""
ORIGINAL = f"강물이 불어났다\n\n1월 26일자\n\n{POST.partition(chr(10) + '---' + chr(10) * 2)[2]}"
WIRE = """---
supplied-title: 전보
publisher: 통신
published: 2026-01~
url: https://example.org/3
origin: agency
---

사흘 만에 강물이 불어났다. 둑이 무너졌다. 시장은 물이 줄었다고 말했다.
"""
FILES = {
    "config.yaml": CONFIG,
    "content/sources/post.md": POST.format(digest=sha256(ORIGINAL.encode()).hexdigest()),
    "content/originals/원본.txt": ORIGINAL,
    "content/sources/wire.md": WIRE,
    "content/sources/silent.md": "---\ntitle: 본문 없음\norigin: mixed\npublish: metadata\n---\n",
    "content/topics/river.md": "---\ntitle: 강\ntype: place\nnames: [큰강]\nsame-as: https://example.org/r\n---\n\n"
    "불어났다 [@post, “강물이 불어났다”]. [[agency]]\n",
    "content/topics/agency.md": "---\ntitle: 통신사\ntype: organization\n---\n\n비어 있지 않다.\n",
    "content/topics/mayor.md": "---\ntitle: 시장\ntype: person\norigin: agency\n---\n",
    "content/notes/rain.md": "---\ntitle: 비가 내렸다\ndate: 2026-01-25\nimportance: high\ntopics: [river]\n"
    "date-note: 신문의 날짜에서 헤아렸다.\ndate-from:\n  - source: post\n    quote: 비가 사흘 내렸다\n"
    "reviewed:\n  - by: 이셋\n    date: 2026-02-02\n---\n\n비가 왔다 [@post, “비가 사흘 내렸다”]. [[flood]]을 보라.\n",
    "content/notes/flood.md": "---\ntitle: 둑\ndate: 2026-01~\ntopics: [river]\n---\n\n엇갈린다 [[claim:dam]].\n"
    "“[그날] 비가 사흘 내렸다” "
    "[@post]\n\n조용하다 [@silent, “없는 말”].\n",
    "content/notes/unsure.md": "---\ntitle: 언제인지\ndate: 2026-02-03?\ndate-note: 짐작이다.\n---\n\n모른다.\n",
    "content/notes/before.md": "---\ntitle: 그 전\ndate: '[..2026-01-07]'\ndate-note: 짐작이다.\n---\n\n모른다 [[rain]].\n",
    "content/notes/open.md": "---\ntitle: 이어진다\ndate: 2024-10/..\naccept:\n  uncited-event: 누구나 안다.\n---\n\n그렇다.\n",
    "content/notes/plan.md": "---\ntitle: 둑을 고친다\ndate: 2027-05\nexpected: true\n---\n\n"
    "그럴 것이다 [@wire, “둑이 무너졌다”].\n",
    "content/notes/loose.md": "---\ntitle: 날짜 없는 기록\ntopics: [river]\n---\n",
    "content/claims/rose.md": "---\nclaim: 강물이 불어났다.\nfigure: 사흘\nlabel: 비가 내린 날\ntopics: [river]\nevidence:\n"
    "  - supports: post\n    quote: 비가 사흘 내렸다. 강물이 불어났다\n    credibility: 2\n    note: 직접 보았다.\n"
    "  - supports: wire\n    quote: 사흘 만에 강물이 불어났다\n  - context: wire\n    quote: 물이 줄었다\n"
    "    said-by: mayor\n---\n\n그렇다 [@post, “강물이 불어났다”].\n",
    "content/claims/dam.md": "---\nclaim: 둑이 무너졌다.\ntopics: [river]\nsupersedes: old\nevidence:\n"
    "  - supports: wire\n    quote: 둑이 무너졌다\n  - disputes: post\n    quote: 둑은 무너지지 않았다\n"
    "  - context: post\n    quote: 비가 사흘 내렸다\n---\n",
    "content/claims/old.md": "---\nclaim: 둑이 샜다.\nevidence:\n"
    "  - supports: wire\n    quote: 둑이 무너졌다\n    inference: true\n    note: 샜으니 무너졌다.\n---\n",
    "content/claims/one.md": "---\nclaim: 비가 내렸다.\nevidence:\n  - supports: post\n    quote: 비가 사흘 내렸다\n---\n",
    "content/claims/none.md": "---\nclaim: 아무도 다치지 않았다.\nevidence:\n  - context: post\n    quote: 모두 무사하다\n---\n",
}


def korean_dossier(root: Path) -> Path:
    """Put it into a folder."""
    for path, text in FILES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return root

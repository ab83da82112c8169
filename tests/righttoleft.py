"""A small whole dossier in Arabic, invented, with an entry and sources in Hebrew and English."""

from pathlib import Path

FILES = {
    "config.yaml": "title: سجل النهر\ndescription: ملف صغير عن المطر والنهر\nlanguage: ar\neditors: ليلى\n",
    "content/sources/paper.md": "---\ntitle: ارتفع النهر\npublisher: الجريدة\npublished: 2026-01-26\nlanguage: ar\norigin: self\n"
    "url: https://example.org/1\n---\n\nهطل المطر ثلاثة أيام. ارتفع النهر.\n",
    "content/sources/post.md": "---\ntitle: The river rose\npublisher: Post\npublished: 2026-01-27\nlanguage: en\norigin: self\n"
    "url: https://example.org/2\n---\n\nIt rained for three days. The river rose (by a metre).\n",
    "content/sources/gilyon.md": "---\ntitle: הנהר עלה\npublished: 2026-01-28\nlanguage: he\norigin: self\n"
    "url: https://example.org/3\n---\n\nירד גשם שלושה ימים. הנהר עלה.\n",
    "content/topics/river.md": "---\ntitle: النهر\ntype: place\n---\n\nارتفع [@paper, “ارتفع النهر”].\n",
    "content/notes/rain.md": "---\ntitle: هطل المطر\ndate: 2026-01-25\ntopics: [river]\n---\n\nهطل المطر "
    "[@paper, “هطل المطر ثلاثة أيام”]. ثم ارتفع النهر [@post, “The river rose (by a metre).”].\n\n- أول\n- ثان\n",
    "content/notes/geshem.md": "---\ntitle: גשם\ndate: 2026-01-26\nlanguage: he\ntopics: [river]\n---\n\n"
    "ירד גשם [@gilyon, “ירד גשם שלושה ימים”].\n",
    "content/notes/after.md": "---\ntitle: It stopped\ndate: 2026-01-28\nlanguage: en\ntopics: [river]\n---\n\n"
    "It rained for long [@post, “It rained for three days.”].\n",
    "content/claims/rose.md": "---\nclaim: ارتفع النهر.\ntopics: [river]\nevidence:\n  - supports: paper\n    quote: ارتفع النهر\n"
    "  - supports: post\n    quote: The river rose\n  - disputes: gilyon\n    quote: ירד גשם\n---\n",
}


def right_to_left_dossier(root: Path) -> Path:
    """Put it into a folder."""
    for path, text in FILES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return root

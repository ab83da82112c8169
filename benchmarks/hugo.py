"""Hugo on the same dossier: a page for each source with the notes that cite it, each note with its sources, each topic with
its timeline and sources, the timeline and the lists. It follows no wikilink, verifies no quotation, and knows no claims.

What cites what is a taxonomy, so that a source finds its notes without looking through all of them.
"""

import re
import shutil
from pathlib import Path

from benchmarks.builders import Builder
from benchmarks.processes import timed

FILES = {
    "hugo.yaml": """\
baseURL: https://example.org/dossier/
title: Benchmark
taxonomies: {topic: topics, cite: cites}
outputs: {home: [html, rss], section: [html], taxonomy: [html], term: [html]}
""",
    "content/cites/_index.md": "---\nbuild: {render: never}\ncascade: {build: {render: never}}\n---\n",
    "content/timeline.md": "---\ntitle: Timeline\nlayout: timeline\n---\n",
    "layouts/_default/baseof.html": """\
<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>{{ .Title }}</title><link rel="canonical" href="{{ .Permalink }}"></head>
<body>
<nav><a href="{{ site.Home.RelPermalink }}">{{ site.Title }}</a> <a href="{{ "timeline/" | relURL }}">Timeline</a>
<a href="{{ "sources/" | relURL }}">Sources</a> <a href="{{ "topics/" | relURL }}">Topics</a></nav>
<main><h1>{{ .Title }}</h1>{{ block "main" . }}{{ end }}</main>
</body>
</html>
""",
    "layouts/partials/rows.html": """\
<ul>{{ range . }}
<li><time>{{ .Date.Format "2006-01-02" }}</time> <a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}
</ul>
""",
    "layouts/partials/topics.html": """\
<p>{{ range .GetTerms "topics" }}<a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ end }}</p>
""",
    "layouts/notes/single.html": """\
{{ define "main" }}<p>{{ .Date.Format "2 January 2006" }}</p>{{ partial "topics.html" . }}{{ .Content }}
<h2>Sources</h2>
<ol>{{ range .Params.cites }}{{ with site.GetPage (printf "/sources/%s" .) }}
<li><a href="{{ .RelPermalink }}">{{ .Title }}</a>,
{{ .Params.publisher }}, {{ .Date.Format "2 January 2006" }}</li>{{ end }}{{ end }}
</ol>{{ end }}
""",
    "layouts/sources/single.html": """\
{{ define "main" }}<p>{{ .Params.publisher }}, {{ .Date.Format "2 January 2006" }},
<a href="{{ .Params.original }}">original</a></p>
{{ partial "topics.html" . }}{{ .Content }}
{{ with index site.Taxonomies.cites .File.ContentBaseName }}<h2>Cited by</h2>{{ partial "rows.html" .Pages }}{{ end }}{{ end }}
""",
    "layouts/_default/term.html": """\
{{ define "main" }}{{ .Content }}
<h2>Timeline</h2>{{ partial "rows.html" (where .Pages "Section" "notes").ByDate }}
<h2>Sources</h2>{{ partial "rows.html" (where .Pages "Section" "sources").ByDate }}{{ end }}
""",
    "layouts/_default/list.html": """\
{{ define "main" }}{{ .Content }}{{ $pages := .Paginate .Pages 1000 }}{{ partial "rows.html" $pages.Pages }}
{{ with $pages.Next }}<a href="{{ .URL }}">Next</a>{{ end }}{{ end }}
""",
    "layouts/_default/timeline.html": """\
{{ define "main" }}{{ range (where site.RegularPages "Section" "notes").GroupByDate "2006" "asc" }}
<h2>{{ .Key }}</h2>{{ partial "rows.html" .Pages.ByDate }}{{ end }}{{ end }}
""",
    "layouts/index.html": """\
{{ define "main" }}<h2>Latest</h2>
{{ partial "rows.html" (first 10 (where site.RegularPages "Section" "notes").ByDate.Reverse) }}{{ end }}
""",
}


def hugo(program: str) -> Builder:
    """Hugo by its program's path or name. SystemExit if there is none."""
    found = shutil.which(program)
    if found is None:
        raise SystemExit(f"there is no program {program}")
    said = re.search(r"v([\d.]+)", timed([found, "version"])[1])

    def build(root: Path) -> list[str]:
        return [found, "--quiet", "--source", str(root), "--destination", "site"]

    def serve(root: Path, port: int) -> list[str]:
        return [found, "server", "--quiet", "--source", str(root), "--port", str(port)]

    return Builder("Hugo", said[1] if said else "", _lay, build, serve, "/dossier/")


def _lay(dossier: Path, site: Path) -> None:
    files = dict(FILES)
    for source in dossier.glob("content/sources/*.md"):
        text = source.read_text(encoding="utf-8")
        files[f"content/sources/{source.name}"] = _renamed(_renamed(text, "url", "original"), "published", "date")
    for note in dossier.glob("content/notes/*.md"):
        text = note.read_text(encoding="utf-8")
        cites = ", ".join(dict.fromkeys(re.findall(r"@(source-\d+)", text)))
        files[f"content/notes/{note.name}"] = text.replace("\n---\n", f"\ncites: [{cites}]\n---\n", 1)
    for topic in dossier.glob("content/topics/*.md"):
        files[f"content/topics/{topic.stem}/_index.md"] = topic.read_text(encoding="utf-8")
    for path, text in files.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text(text, encoding="utf-8")


def _renamed(text: str, field: str, name: str) -> str:
    """Front matter with another name for a field that has a meaning of its own to Hugo."""
    return text.replace(f"\n{field}: ", f"\n{name}: ", 1)

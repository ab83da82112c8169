"""A content file's Markdown → `body.Body`: sanitised HTML with holes, its text and blocks, and what is cited, linked and quoted.

`read_body` for notes, claims and topics; `read_source_body` for evidence, where no syntax of ours is looked for.
"""

from dossier.markup.bodies import line_at, read_body, read_source_body

__all__ = ["line_at", "read_body", "read_source_body"]

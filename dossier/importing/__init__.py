"""Files brought into a dossier as sources: saved pages, plain text, libraries of references. The door is `filing`."""

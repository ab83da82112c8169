"""Dossier: a folder of Markdown evidence becomes a static site in which every quotation is verified."""

__version__ = "0.1.0"

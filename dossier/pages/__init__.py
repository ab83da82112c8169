"""What each template sees: a Dossier made into pages. The door is `making`.

It is not here, since the processes that set pages read of this package only what pages are made of.
"""

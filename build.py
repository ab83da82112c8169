"""The command's door: `python build.py --help`."""

from dossier.cli import main

if __name__ == "__main__":
    main()

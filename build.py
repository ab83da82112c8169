"""The command's door: `python build.py --help`."""

if __name__ == "__main__":
    # Here, since the processes that a build starts read this file, too, and need no command.
    from dossier.cli import program

    program()

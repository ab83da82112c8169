"""What `build.py` can be asked to do: one module a command, imported when it is asked for; `cli` lists them all."""

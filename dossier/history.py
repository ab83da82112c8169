"""An earlier commit of a dossier: which one to compare with, and its content, as git has it. Nothing is written to it.

In: the dossier's root, in a git repository or a folder of one. Out: a commit, and its files; or why there is none, a line.
"""

import os
import subprocess
from pathlib import Path, PurePosixPath

from msgspec import Struct

CONFIG = "config.yaml"
_BRANCHES = ("refs/remotes/origin/main", "refs/remotes/origin/master", "refs/heads/main", "refs/heads/master")
"""Where a default branch is looked for if the remote does not say which is its own."""


class Commit(Struct, frozen=True):
    """A commit: its id, and in words which one it is."""

    id: str
    said: str


class NoCommit(Struct, frozen=True):
    """Why there is none to compare with: a lower-case line."""

    reason: str


class _Git:
    """Questions to git about a folder; none of them changes anything. `fault`: why the last had no answer."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.fault = ""

    def ask(self, *arguments: str, given: bytes = b"") -> bytes | None:
        command = ["git", "--no-optional-locks", "--literal-pathspecs", "-C", str(self.root), *arguments]
        quiet = {"LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1"}
        try:
            done = subprocess.run(command, input=given, capture_output=True, check=False, env=os.environ | quiet)
        except OSError:
            self.fault = "git is not installed"
            return None
        said = done.stderr.decode(errors="replace").strip().splitlines()
        self.fault = said[0].removeprefix("fatal: ") if said else ""
        return done.stdout if done.returncode == 0 else None

    def line(self, *arguments: str) -> str:
        return (self.ask(*arguments) or b"").decode(errors="replace").strip()

    def commit(self, name: str) -> str:
        """The id of what a name means, or nothing."""
        return "" if name.startswith("-") else self.line("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")


def commit(root: Path, since: str | None) -> Commit | NoCommit:
    """The commit to compare with: the one that is named; else HEAD where content/ differs from it, so that what is not yet
    committed is seen; else where the branch left the default branch.
    """
    git = _Git(root)
    if git.ask("rev-parse", "--show-toplevel") is None:
        fault = "it is in no git repository" if "not a git repository" in git.fault else git.fault
        return NoCommit(f"{root} has no history to compare with: {fault}")
    if since is not None:
        found = git.commit(since)
        return (
            Commit(found, f"{since} ({found[:10]})") if found else _unknown(git, f"there is no revision {since!r} here")
        )
    head = git.commit("HEAD")
    if not head:
        return NoCommit("nothing has been committed yet")
    if git.ask("status", "--porcelain", "--", "content", CONFIG):
        return Commit(head, f"HEAD ({head[:10]}), from which the files here differ")
    return _where_it_left(git)


def _where_it_left(git: _Git) -> Commit | NoCommit:
    named = git.line("symbolic-ref", "--quiet", "refs/remotes/origin/HEAD")
    branch = next((name for name in (named, *_BRANCHES) if name and git.commit(name)), "")
    if not branch:
        return _unknown(git, "no default branch is known here")
    base = git.line("merge-base", "HEAD", branch)
    short = branch.removeprefix("refs/heads/").removeprefix("refs/remotes/")
    if not base:
        return _unknown(git, f"nothing is known here that HEAD and {short} have in common")
    return Commit(base, f"where HEAD left {short} ({base[:10]})")


def _unknown(git: _Git, reason: str) -> NoCommit:
    if git.line("rev-parse", "--is-shallow-repository") == "true":
        return NoCommit(f"{reason}; the clone is shallow, so fetch more of it (`git fetch --unshallow`)")
    return NoCommit(f"{reason}; name one with --since")


def restore(root: Path, at: Commit, folder: Path) -> NoCommit | None:
    """Put config.yaml and the Markdown of content/, as they were at a commit, into a folder. OSError from the disk.

    Originals stay behind: what is compared is said in the Markdown.
    """
    git = _Git(root)
    listed = git.ask("ls-tree", "-r", "-z", at.id, "--", "content", CONFIG)
    if listed is None:
        return NoCommit(f"{at.said} can't be read: {git.fault}")
    blobs = dict(filter(None, map(_blob, listed.split(b"\0"))))
    if CONFIG not in blobs:
        return NoCommit(f"{at.said} has no {CONFIG} here")
    read = git.ask("cat-file", "--batch", given="".join(f"{blob}\n" for blob in blobs.values()).encode())
    if read is None:
        return NoCommit(f"{at.said} can't be read: {git.fault}")
    start = 0
    for path in blobs:
        header, _, _ = read[start : start + 200].partition(b"\n")
        size = header.rpartition(b" ")[2]
        if not size.isdigit():
            return NoCommit(f"{path} at {at.said} can't be read: the clone lacks it")
        begun = start + len(header) + 1
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(read[begun : begun + int(size)])
        start = begun + int(size) + 1
    return None


def _blob(line: bytes) -> tuple[str, str] | None:
    """A file's path and the id of its bytes, from a line of `git ls-tree`; None for what is not read from content/."""
    kind, _, name = line.partition(b"\t")
    try:
        path = name.decode()
    except UnicodeDecodeError:
        return None
    is_text = path == CONFIG or (
        path.lower().endswith((".md", ".markdown")) and not path.startswith("content/originals/")
    )
    if not kind.startswith(b"100") or not is_text or ".." in PurePosixPath(path).parts:
        return None
    return path, kind.split()[2].decode()

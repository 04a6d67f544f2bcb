"""Files into the archive: what goes in, what is replaced, what is named as a problem."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from rag.archive.archive import Archive
from rag.assistant import Assistant
from rag.embeddings import LocalEmbeddings
from rag.errors import NotFoundError
from rag.filters import Filter
from rag.ingest import Report, ingest, ingest_upload, remove
from rag.opening import seeds_folder
from rag.readers.files import LARGEST
from rag.serialize import as_json
from tests.archives import BRIDGE, CHEESE, CHINESE, OWL, assert_in_step, assert_offsets, hits, write
from tests.conftest import Opener
from tests.embedders import BagOfWords


def embedded(archive: Archive) -> list[str]:
    assert isinstance(archive.embedder, BagOfWords)
    return archive.embedder.embedded


def test_a_folder_goes_in_and_answers(archive: Archive, articles: Path) -> None:
    write(articles, "news.jsonl", BRIDGE, CHEESE)
    write(articles, "island.jsonl", OWL)
    assert ingest(archive, [articles]) == Report(added=3, sentences=7)
    assert hits(archive, "Which toll does the Lindqvist bridge charge?")[0] == "bridge"
    assert archive.find("cheese").published == "2021-11-30T09:15:00Z"
    assert_in_step(archive)
    assert_offsets(archive)


def test_the_same_folder_again_does_nothing(archive: Archive, articles: Path, opened: Opener) -> None:
    write(articles, "news.jsonl", BRIDGE, CHEESE)
    (articles / "owl.md").write_text("---\ntitle: The owl\n---\nA snowy owl winters on Marrow Island.\n")
    ingest(archive, [articles])
    before = archive.database.rows("SELECT * FROM sentences ORDER BY id")
    embedded(archive).clear()
    assert ingest(archive, [articles, articles / "news.jsonl"]) == Report(unchanged=3)
    again = opened(BagOfWords())
    assert ingest(again, [articles]) == Report(unchanged=3)
    assert embedded(archive) == embedded(again) == []
    assert again.database.rows("SELECT * FROM sentences ORDER BY id") == before


def test_a_touched_file_embeds_nothing(archive: Archive, articles: Path) -> None:
    file = write(articles, "news.jsonl", BRIDGE)
    ingest(archive, [file])
    file.write_text(file.read_text() + "\n\n")
    embedded(archive).clear()
    assert ingest(archive, [file]) == Report(unchanged=1)
    assert embedded(archive) == []


def test_a_changed_file_replaces_its_article(archive: Archive, articles: Path) -> None:
    file = write(articles, "news.jsonl", BRIDGE, CHEESE)
    ingest(archive, [file])
    embedded(archive).clear()
    write(articles, "news.jsonl", {**BRIDGE, "text": "The Lindqvist bridge is closed."}, CHEESE)
    assert ingest(archive, [file]) == Report(changed=1, unchanged=1, sentences=1)
    assert embedded(archive) == ["The Lindqvist bridge is closed."]
    assert archive.matching(["toll"], 10, Filter()) == []
    assert_in_step(archive)


def test_a_changed_file_without_an_id_replaces_its_article(archive: Archive, articles: Path) -> None:
    file = articles / "bridge.md"
    file.write_text("---\ntitle: Bridge\n---\nThe bridge is open.\n")
    ingest(archive, [file])
    file.write_text("---\ntitle: Bridge\n---\nThe bridge is closed.\n")
    assert ingest(archive, [file]) == Report(added=1, removed=1, sentences=1)
    assert [article.text for article in archive.catalog.articles(archive.catalog.article_ids())] == [
        "The bridge is closed."
    ]
    assert_in_step(archive)


def test_an_article_that_left_its_file_is_gone(archive: Archive, articles: Path) -> None:
    file = write(articles, "news.jsonl", BRIDGE, CHEESE)
    ingest(archive, [file])
    write(articles, "news.jsonl", CHEESE)
    assert ingest(archive, [file]) == Report(unchanged=1, removed=1)
    assert archive.catalog.article_ids() == ["cheese"]
    assert_in_step(archive)


def test_a_file_under_two_paths_is_one_article(archive: Archive, articles: Path) -> None:
    first, second = write(articles, "a.jsonl", BRIDGE), write(articles, "b.jsonl", BRIDGE, OWL)
    assert ingest(archive, [articles]) == Report(added=2, unchanged=1, sentences=5)
    assert sorted(archive.files.of("bridge")) == [str(first), str(second)]
    write(articles, "b.jsonl", OWL)
    assert ingest(archive, [second]).removed == 0
    assert archive.find("bridge")
    write(articles, "a.jsonl", CHEESE)
    assert ingest(archive, [first]).removed == 1
    assert archive.catalog.article_ids() == ["cheese", "owl"]


def test_a_moved_file_keeps_its_article(archive: Archive, articles: Path) -> None:
    file = write(articles, "a.jsonl", BRIDGE)
    ingest(archive, [file])
    file.rename(articles / "b.jsonl")
    write(articles, "b.jsonl", {**BRIDGE, "title": "Another title"})
    assert ingest(archive, [articles]) == Report(changed=1, sentences=3)


def test_one_id_for_two_articles_is_a_problem_until_it_is_mended(archive: Archive, articles: Path) -> None:
    write(articles, "a.jsonl", BRIDGE)
    second = write(articles, "b.jsonl", {**OWL, "id": "bridge"}, CHEESE, {**OWL, "id": "cheese"})
    for added in (2, 0):
        report = ingest(archive, [articles])
        assert report.added == added
        assert [(problem.path, problem.reason) for problem in report.problems] == [
            (str(second), f"the id 'bridge' belongs to another article, of {articles / 'a.jsonl'}"),
            (str(second), "two articles of the id 'cheese': the first one is kept"),
        ]
    write(articles, "b.jsonl", OWL, CHEESE)
    assert ingest(archive, [articles]) == Report(added=1, unchanged=2, sentences=2)


def unreadable(folder: Path) -> dict[str, tuple[int | None, str]]:
    """Write files that can't be read; return by name the line and a part of the reason."""
    contents: dict[str, tuple[bytes, int | None, str]] = {
        "empty.md": (b"", None, "empty"),
        "blank.txt": (b" \n\n", None, "empty"),
        "binary.txt": (bytes(range(256)) * 8, None, "binary"),
        "big.txt": (b"word " * (LARGEST // 5 + 1), None, "20 MB"),
        "broken.md": (b"---\ntitle: [open\nprovider: x\n---\nText.\n", 3, ""),
        "bomb.md": (
            b"---\na: &a [x,x,x,x,x,x,x,x,x]\n"
            + b"".join(b"%c: &%c [%s]\n" % (c + 1, c + 1, b",".join([b"*%c" % c] * 9)) for c in range(97, 105))
            + b"title: x\n---\nText.\n",
            None,
            "",
        ),
        "date.md": (b"---\ntitle: x\npublished: someday\n---\nText of it.\n", 3, "date"),
        "lines.jsonl": (b'{"text": "One line is fine."}\n{"text": \n{"title": "no text"}\n', 2, "JSON"),
    }
    for name, (data, _, _) in contents.items():
        (folder / name).write_bytes(data)
    return {name: (line, reason) for name, (_, line, reason) in contents.items()}


def test_what_cannot_be_read_is_named_with_line_and_reason(archive: Archive, articles: Path) -> None:
    expected = unreadable(articles)
    write(articles, "good.jsonl", BRIDGE)
    report = ingest(archive, [articles, articles / "nowhere.md"])
    found = {Path(problem.path).name: problem for problem in reversed(report.problems)}
    assert found.keys() == {*expected, "nowhere.md"}
    for name, (line, reason) in expected.items():
        assert reason.lower() in found[name].reason.lower()
        assert line is None or found[name].line == line
    assert {problem.line for problem in report.problems if problem.path.endswith("lines.jsonl")} == {2, 3}
    assert archive.find("bridge")
    assert hits(archive, "Which line is fine?") != []
    assert ingest(archive, [articles, articles / "nowhere.md"]).problems == report.problems


def test_problems_are_named_on_each_run_and_exit_with_1(articles: Path, home: Path) -> None:
    unreadable(articles)
    write(articles, "good.jsonl", BRIDGE)
    for added in (2, 0):
        result = CliRunner().invoke(app, ["ingest", str(articles)], env={"FOOTNOTE_HOME": str(home)})
        assert result.exit_code == 1
        assert f"Articles: {added} added" in result.stdout
        assert f"{articles / 'lines.jsonl'}:2: " in result.stderr
        assert f"{articles / 'empty.md'}: empty file" in result.stderr
        assert "Traceback" not in result.output


def test_a_mended_line_goes_in_alone(archive: Archive, articles: Path) -> None:
    file = articles / "news.jsonl"
    file.write_text(json.dumps(BRIDGE) + "\n{broken\n")
    assert len(ingest(archive, [file]).problems) == 1
    write(articles, "news.jsonl", BRIDGE, OWL)
    assert ingest(archive, [file]) == Report(added=1, unchanged=1, sentences=2)


def test_a_file_that_cannot_be_opened_any_more_keeps_its_articles(archive: Archive, articles: Path) -> None:
    file = write(articles, "news.jsonl", BRIDGE)
    ingest(archive, [file])
    file.unlink()
    file.symlink_to(file)  # a loop: nobody can open it
    assert len(ingest(archive, [articles]).problems) == 1
    assert archive.find("bridge")


def test_a_file_whose_name_is_no_text_goes_in_and_out(archive: Archive, articles: Path) -> None:
    name = os.fsencode(articles) + b"/caf\xe9.txt"
    try:
        Path(os.fsdecode(name)).write_text("The cafe is open.")
    except OSError:
        pytest.skip("this file system takes no such name")
    assert ingest(archive, [articles]).added == 1
    assert ingest(archive, [articles]).unchanged == 1
    assert len(remove(archive, [os.fsdecode(name)])) == 1


def test_a_file_that_is_too_large_is_not_read_to_its_end(archive: Archive, articles: Path) -> None:
    with (articles / "large.txt").open("wb") as file:
        file.truncate(2**40)  # to which a reader would not come
    (problem,) = ingest(archive, [articles]).problems
    assert problem.fault == "large"


def test_a_pipe_is_named_and_not_waited_for(archive: Archive, articles: Path) -> None:
    os.mkfifo(articles / "pipe.md")
    write(articles, "news.jsonl", BRIDGE)
    report = ingest(archive, [articles])
    assert report.added == 1
    assert [problem.reason for problem in report.problems] == ["not a file"]


def test_nothing_of_a_removed_article_answers(archive: Archive, articles: Path) -> None:
    copy = {**OWL, "id": "owl-copy", "provider": "Coast Wire"}
    write(articles, "news.jsonl", BRIDGE, OWL, copy)
    ingest(archive, [articles])
    question = "Where does the snowy owl winter?"
    numbers = archive.matching(["owl"], 10, Filter())
    assert hits(archive, question)[0] in {"owl", "owl-copy"}
    assert archive.catalog.copies("owl") == [archive.find("owl-copy")]
    assert remove(archive, ["owl-copy"])[0].provider == "Coast Wire"
    assert archive.catalog.copies("owl") == []
    remove(archive, ["owl"])
    assert archive.nearest(archive.embedder.embed_query(question), 10, Filter()).keys().isdisjoint(numbers)
    assert archive.matching(["owl"], 10, Filter()) == []
    assert archive.vectors(numbers) == {}
    assert archive.words.frequencies(["owl"]) == {}
    assert hits(archive, question) == ["bridge"]
    assert archive.catalog.providers() == ["Lindqvist Post"]
    with pytest.raises(NotFoundError):
        archive.find("The owl of Marrow Island")
    assert_in_step(archive)


def test_no_name_is_kept_of_a_file_that_holds_nothing(archive: Archive, articles: Path) -> None:
    write(articles, "news.jsonl", BRIDGE)
    ingest(archive, [articles])
    remove(archive, ["bridge"])
    assert archive.database.rows("SELECT path FROM files") == []


def test_a_removed_article_comes_back_with_its_file(archive: Archive, articles: Path) -> None:
    write(articles, "news.jsonl", BRIDGE, OWL)
    ingest(archive, [articles])
    remove(archive, ["owl"])
    assert ingest(archive, [articles]) == Report(added=1, unchanged=1, sentences=2)


def test_a_neighbour_of_a_removed_article_still_belongs_to_its_file(archive: Archive, articles: Path) -> None:
    file = write(articles, "news.jsonl", BRIDGE, OWL)
    ingest(archive, [file])
    remove(archive, ["owl"])
    write(articles, "news.jsonl", CHEESE)
    assert ingest(archive, [file]) == Report(added=1, removed=1, sentences=2)
    assert archive.catalog.article_ids() == ["cheese"]


def test_files_and_folders_can_be_removed(archive: Archive, articles: Path) -> None:
    (articles / "more").mkdir()
    file = write(articles, "news.jsonl", BRIDGE, OWL)
    write(articles / "more", "news.jsonl", CHEESE, CHINESE)
    ingest(archive, [articles])
    assert {article.id for article in remove(archive, [str(file)])} == {"bridge", "owl"}
    assert {article.id for article in remove(archive, [str(articles / "more")])} == {"cheese", "tea"}
    assert_in_step(archive)


def test_an_unknown_name_removes_nothing(archive: Archive, articles: Path) -> None:
    write(articles, "news.jsonl", BRIDGE)
    ingest(archive, [articles])
    with pytest.raises(NotFoundError, match="'unicorn'"):
        remove(archive, ["bridge", "unicorn"])
    assert archive.find("bridge")


def test_an_upload_is_for_its_readers_only(archive: Archive, articles: Path) -> None:
    write(articles, "news.jsonl", BRIDGE)
    ingest(archive, [articles])
    upload = json.dumps({**OWL, "text": "A snowy owl sits on the Lindqvist bridge."}).encode()
    assert ingest_upload(archive, "owl.jsonl", upload, "17") == Report(added=1, sentences=1)
    question = "Which owl sits on the Lindqvist bridge?"
    assert hits(archive, question) == ["bridge"]
    assert hits(archive, question, Filter(scope="18")) == ["bridge"]
    assert hits(archive, question, Filter(scope="17"))[0] == "17-owl"
    assert ingest_upload(archive, "owl.jsonl", b'{"text": "The owl has left."}', "17").removed == 1
    assert len(archive.catalog.listed("17")) == 2


def test_two_uploads_of_one_id_are_a_problem_of_the_second(archive: Archive) -> None:
    upload, other = json.dumps(OWL).encode(), json.dumps({**BRIDGE, "id": "owl"}).encode()
    assert ingest_upload(archive, "a.jsonl", upload, "17").added == 1
    report = ingest_upload(archive, "b.jsonl", other, "17")
    assert (report.changed, [problem.fault for problem in report.problems]) == (0, ["id"])
    assert archive.find("17-owl", "17").title == OWL["title"]
    assert ingest_upload(archive, "a.jsonl", other, "17").changed == 1


def test_no_upload_replaces_an_article_of_others(archive: Archive, articles: Path) -> None:
    file = write(articles, "news.jsonl", {**BRIDGE, "id": "17-owl"})
    ingest(archive, [file])
    file.unlink()
    report = ingest_upload(archive, "owl.jsonl", json.dumps(OWL).encode(), "17")
    assert (report.added, report.changed, len(report.problems)) == (0, 0, 1)
    assert archive.find("17-owl").title == BRIDGE["title"]


QUESTIONS = (
    "How many large language models did China release in 2022?",
    "How many companies are there in Beijing?",
    "Which regions have developed large language models?",
    "What does Zoho do with large language models?",
    "2022年中国发布了多少个大模型？",
)


def test_every_quote_of_the_seeds_stands_in_its_article(opened: Opener, local: LocalEmbeddings) -> None:
    archive = opened(local)
    ingest(archive, [seeds_folder()])
    assert_offsets(archive)
    assert archive.catalog.count_articles() == 10
    texts = {article.id: article.text for article in archive.catalog.articles(archive.catalog.article_ids())}
    sentences = {article_id: archive.catalog.sentences(article_id) for article_id in texts}
    # The questions, and every third sentence of the seeds as a question of its own.
    asked = [*QUESTIONS, *(s.text for found in sentences.values() for s in found[::3])]
    seen = set()
    for question in asked:
        found = json.loads(json.dumps(as_json(Assistant(archive, None).ask(question))))
        for source in found["sources"]:
            text = texts[source["article_id"]]
            for quote in source["quotes"]:
                assert text[quote["start"] : quote["end"]] == quote["text"]
                seen.add(quote["text"])
    assert len(seen) > len(asked) / 2


def test_days_outlets_and_languages_are_those_of_the_files(archive: Archive, articles: Path) -> None:
    write(articles, "news.jsonl", BRIDGE, CHEESE, OWL, CHINESE)
    ingest(archive, [articles])
    assert archive.catalog.providers() == ["Island Gazette", "Lindqvist Post", "Velden Echo", "青山日报"]
    assert archive.catalog.languages() == ["en", "zh"]
    assert archive.find("cheese").day == date(2021, 11, 30)
    assert archive.catalog.span(archive.catalog.article_ids()) == ("2021-11-30", "2022-05-04")

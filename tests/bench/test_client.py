"""The arithmetic of the measuring client; nothing here is timed."""

from bench.client import Client, Figures, fields_of, paths_of
from bench.pages import FLOOR, OURS, Page


def test_quantiles_are_times_that_were_measured() -> None:
    figures = Figures("page", 1, times=[5.0, 1.0, 3.0, 2.0, 4.0])

    assert (figures.quantile(0.5), figures.quantile(0.95)) == (3.0, 5.0)


def test_an_answer_that_is_no_200_counts_as_an_error_and_not_as_a_time() -> None:
    figures = Figures("page", 1)

    figures.note(3.0, 404, b"no")
    figures.note(4.0, 200, b"a" * 1000)

    assert (figures.times, figures.errors, figures.size) == ([4.0], {"404": 1}, 1000)
    assert figures.compressed < 100


def test_readers_walk_over_everything_and_writers_over_rows_of_their_own() -> None:
    names = {"m": ["1", "2", "3", "4"]}
    reading, writing = Page("read", "/m/{m}"), Page("write", "/m/{m}", posts="value")

    assert paths_of(reading, names, 1, 2) == ["/m/1", "/m/2", "/m/3", "/m/4"]
    assert paths_of(writing, names, 1, 2) == ["/m/2", "/m/4"]
    assert paths_of(Page("plain", "/"), names, 0, 1) == ["/"]


def test_a_writer_learns_what_stands_in_its_rows_before_the_clock_runs(monkeypatch) -> None:
    stands = {"/m/1": b'<input type="hidden" name="base_value" value="7">', "/m/2": b"no editor"}
    monkeypatch.setattr(Client, "get", lambda self, path, headers: (200, stands[path]))
    writer, reader = Client(1), Client(1)

    writer.learn(Page("write", "/m/{m}", posts="value"), {"m": ["1", "2"]})
    reader.learn(Page("read", "/m/{m}"), {"m": ["1", "2"]})

    assert (writer.seen, reader.seen) == ({"/m/1": "7", "/m/2": ""}, {})


def test_every_page_is_compared_with_a_page_of_the_floor() -> None:
    assert {page.floor for page in OURS if page.floor} <= set(FLOOR)


def test_a_bulk_edit_posts_what_its_form_holds_and_ticks_what_is_ticked() -> None:
    page = (
        b'<form action="/wave/theme/"><input name="theme" value="dark"></form>'
        b'<form action="/wave/bulk/M/"><input type="hidden" name="stage" value="apply">'
        b'<input type="checkbox" name="key" value="M-1" checked>'
        b'<input type="checkbox" name="key" value="M-2">'
        b'<input type="hidden" name="next" value="/wave/?a=1&amp;b=2"></form>'
    )

    assert fields_of(page) == [("stage", "apply"), ("key", "M-1"), ("next", "/wave/?a=1&b=2")]
    assert fields_of(b"<p>Nothing is selected.</p>") == []

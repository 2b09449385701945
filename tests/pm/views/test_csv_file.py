import csv
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.utils.html import format_html

from pm.views.csv_file import csv_answer, plain_cell


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""), ("", ""), ("Mast", "Mast"), (date(2026, 9, 30), "2026-09-30"), (-3, "-3"), (True, "yes"),
        (Decimal("4.50"), "4.5"), ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@x", "'@x"),
        ("\t=1", "'\t=1"), ("  =1", "'  =1"), (format_html("<b>{}</b> &amp; b", "=a"), "'=a & b"),
    ],
)  # fmt: skip
def test_a_cell_is_text_that_no_spreadsheet_runs(value, text):
    assert plain_cell(value) == text


def test_a_file_is_saved_under_its_name_and_keeps_lines_inside_a_cell():
    response = csv_answer("kit.csv", ["a", "b"], [["x,\ny", 'say "z"']])

    assert response.headers["Content-Disposition"] == 'attachment; filename="kit.csv"'
    assert list(csv.reader(StringIO(response.content.decode(), newline=""))) == [
        ["a", "b"],
        ["x,\ny", 'say "z"'],
    ]

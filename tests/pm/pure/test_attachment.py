from io import BytesIO
from zipfile import ZipFile

import pytest

from pm.pure.attachment import OFFICE, OPEN_DOCUMENT, FileProblem, clean_name, media_type_of, size_in_words

DOCX, XLSX = OFFICE["word/document.xml"], OFFICE["xl/workbook.xml"]


def package(*names: str, first: str = "") -> bytes:
    """A ZIP with entries of those names; `first` is what an OpenDocument says of itself."""
    held = BytesIO()
    with ZipFile(held, "w") as file:
        if first:
            file.writestr("mimetype", first)
        for name in names:
            file.writestr(name, "x")
    return held.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "media_type"),
    [
        (b"\x89PNG\r\n\x1a\nrest", "a.png", "image/png"),
        (b"\xff\xd8\xff\xe0rest", "a.txt", "image/jpeg"),
        (b"GIF89arest", "a", "image/gif"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "a.webp", "image/webp"),
        (b"%PDF-1.7\n", "a.exe", "application/pdf"),
        (package("[Content_Types].xml", "word/document.xml"), "a.docx", DOCX),
        (package("[Content_Types].xml", "xl/workbook.xml"), "a.zip", XLSX),
        (package("content.xml", first=OPEN_DOCUMENT), "a.odt", OPEN_DOCUMENT),
        (b"# A map\n\n<b>here</b>\n", "a.MD", "text/markdown"),
        ("a;b\nä;ö\n".encode("utf-8-sig"), "a.csv", "text/csv"),
        (b"1 < 2\nline\ttab\r\n", "run.bat", "text/plain"),
        (b"<- an arrow", "", "text/plain"),
    ],
)
def test_a_file_is_what_its_content_says(data, name, media_type):
    assert media_type_of(data, name) == media_type


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty."),
        (b"MZ\x90\x00\x03", "The file is of no kind that is known here."),
        (b"text with \x00 in it", "The file is of no kind that is known here."),
        (b"an escape \x1b[2J of a terminal", "The file is of no kind that is known here."),
        ("Grüße".encode("latin-1"), "The file is of no kind that is known here."),
        ("wide".encode("utf-16"), "The file is of no kind that is known here."),
        (b"\n <!DOCTYPE html><title>x</title>", "HTML, SVG and XML are not taken"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "HTML, SVG and XML are not taken"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>", "HTML, SVG and XML are not taken"),
        (b"<script>", "HTML, SVG and XML are not taken"),
        (package("photo.png", "virus.exe"), "Archives are not taken"),
        (package("word/document.xml"), "Archives are not taken"),
        (package("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"), "The document holds macros"),
        (package("x", first=OPEN_DOCUMENT), "The file is no whole document."),
        (package("content.xml", first=f"{OPEN_DOCUMENT}-web"), "Archives are not taken"),
        (b"PK\x03\x04 and then nothing", "The file begins like a package and is none."),
        (package("a", "b")[:-9], "The file begins like a package and is none."),
    ],
)  # fmt: skip
def test_other_content_is_refused_with_what_is_taken(data, sentence):
    with pytest.raises(FileProblem) as refusal:
        media_type_of(data, "file.png")

    assert str(refusal.value).startswith(sentence)


def test_a_package_of_very_many_parts_is_refused():
    with pytest.raises(FileProblem, match="more than 5,000 parts"):
        media_type_of(package(*(f"{number}" for number in range(5001))), "a.docx")


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("map.png", "map.png"),
        ("Map of the Bay.PNG", "Map of the Bay.png"),
        ("../../etc/passwd", "passwd.png"),
        ("C:\\Windows\\system.ini", "system.ini.png"),
        ("invoice\u202egnp.exe", "invoicegnp.exe.png"),
        ("a\x00b\r\nSet-Cookie: x\u200b.png", "ab Set-Cookie- x.png"),
        ('"><b>.png', "---b-.png"),
        ("..png", "png.png"),
        ("", "file.png"),
        ("...", "file.png"),
        (".png", "png.png"),
        ("page.html", "page.html.png"),
        ("e\u0301.png", "\u00e9.png"),
        ("x" * 300 + ".png", "x" * 116 + ".png"),
        ("name.", "name.png"),
    ],
)
def test_a_name_is_made_safe_and_ends_as_its_type_does(name, cleaned):
    assert clean_name(name, "image/png") == cleaned


def test_sizes_are_said_in_words():
    assert [size_in_words(size) for size in (1, 812, 83_900, 2_140_000)] == [
        "1 byte",
        "812 bytes",
        "84 kB",
        "2.1 MB",
    ]

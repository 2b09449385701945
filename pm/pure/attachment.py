"""What a small file really is, by its content, and a name it can safely be kept and sent under."""

import unicodedata
from collections.abc import Collection
from io import BytesIO
from zipfile import BadZipFile, ZipFile

LONGEST_NAME = 120
LONGEST_ENDING = 12
MOST_ENTRIES = 5000
NAMELESS = "file"
FORBIDDEN_IN_NAMES = frozenset('<>:"|?*')
OFFICE = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
OPEN_DOCUMENT = "application/vnd.oasis.opendocument.text"
# The endings a type may have; the first is added to a name that has none of them.
ENDINGS = {
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/gif": (".gif",),
    "image/webp": (".webp",),
    "application/pdf": (".pdf",),
    OFFICE["word/document.xml"]: (".docx",),
    OFFICE["xl/workbook.xml"]: (".xlsx",),
    OPEN_DOCUMENT: (".odt",),
    "text/markdown": (".md", ".markdown"),
    "text/csv": (".csv",),
    "text/plain": (".txt", ".text", ".log"),
}
TAKEN = "Images (PNG, JPEG, GIF, WebP), PDF, text, Markdown, CSV, DOCX, XLSX and ODT are taken."
TEXTS = ("text/markdown", "text/csv", "text/plain")
ALLOWED_CONTROLS = frozenset("\t\n\r\f")


class FileProblem(ValueError):
    """A file that is not taken; the message says why and what is."""


def media_type_of(data: bytes, name: str) -> str:
    """The media type of a file by its first bytes, its inner names or its text; raises FileProblem."""
    if not data:
        raise FileProblem("The file is empty. Choose one that holds something.")
    if data.startswith(b"PK"):
        return packed_type_of(data)
    return by_signature(data) or text_type_of(data, name)


def by_signature(data: bytes) -> str:
    """The type of an image or a PDF; empty for anything else."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "image/webp"
    return "application/pdf" if data.startswith(b"%PDF-") else ""


def packed_type_of(data: bytes) -> str:
    """The type of an office file by the names in its package; nothing is unpacked."""
    if data[30:].startswith(b"mimetype" + OPEN_DOCUMENT.encode() + b"PK"):
        if "content.xml" in names_in(data):
            return OPEN_DOCUMENT
        raise FileProblem(f"The file is no whole document. {TAKEN}")
    names = names_in(data)
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise FileProblem("The document holds macros. Save it without them, as DOCX or XLSX.")
    for inner, media_type in OFFICE.items():
        if inner in names and "[Content_Types].xml" in names:
            return media_type
    raise FileProblem(f"Archives are not taken: nobody sees what is in them. {TAKEN}")


def names_in(data: bytes) -> Collection[str]:
    """The names that a package lists."""
    try:
        with ZipFile(BytesIO(data)) as package:
            names = package.namelist()
    except (BadZipFile, ValueError, OSError, NotImplementedError, OverflowError) as problem:
        raise FileProblem(f"The file begins like a package and is none. {TAKEN}") from problem
    if len(names) > MOST_ENTRIES:
        raise FileProblem(f"The document holds more than {MOST_ENTRIES:,} parts. {TAKEN}")
    return frozenset(names)


def text_type_of(data: bytes, name: str) -> str:
    """The type of a text that is valid UTF-8 and no markup that a browser would run."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise FileProblem(f"The file is of no kind that is known here. {TAKEN}") from problem
    if any(unicodedata.category(sign) == "Cc" and sign not in ALLOWED_CONTROLS for sign in set(text)):
        raise FileProblem(f"The file is of no kind that is known here. {TAKEN}")
    if is_markup(text):
        raise FileProblem(f"HTML, SVG and XML are not taken: a browser would run them. {TAKEN}")
    ending = ending_of(name)
    return next((one for one in TEXTS if ending in ENDINGS[one]), "text/plain")


def is_markup(text: str) -> bool:
    """Whether a text begins as HTML, SVG or XML does."""
    start = text.lstrip()[:2]
    return start.startswith("<") and (start[1:] in {"!", "?", "/"} or start[1:].isalpha())


def ending_of(name: str) -> str:
    """`.png` of `Map.PNG`; empty for none."""
    stem, dot, ending = name.rpartition(".")
    is_one = bool(dot and stem) and len(ending) < LONGEST_ENDING and ending.isalnum()
    return f".{ending.lower()}" if is_one else ""


def clean_name(name: str, media_type: str) -> str:
    """A name without folders, control and direction signs, of bounded length, with an ending of its type."""
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(
        " " if sign.isspace() else "-" if sign in FORBIDDEN_IN_NAMES else sign
        for sign in unicodedata.normalize("NFC", last)
        if sign.isspace() or not unicodedata.category(sign).startswith("C")
    )
    tidy = " ".join(kept.split()).strip(" .")
    ending = ending_of(tidy)
    if ending not in ENDINGS[media_type]:
        ending = ENDINGS[media_type][0]
        stem = tidy
    else:
        stem = tidy[: -len(ending)]
    return f"{stem[: LONGEST_NAME - len(ending)].rstrip(' .') or NAMELESS}{ending}"


def size_in_words(size: int) -> str:
    """`812 bytes`, `84 kB`, `2.1 MB`."""
    if size < 1000:
        return "1 byte" if size == 1 else f"{size} bytes"
    return f"{size / 1000:.0f} kB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"

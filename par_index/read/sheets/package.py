"""Open a workbook's zip safely: what is locked, broken or too large is refused by name."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers.expat import ExpatError, ParserCreate, XMLParserType

from par_index.problem import Problem, Where
from par_index.read.sheets.book import MAX_BYTES, Refusal

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_CHUNK = 1 << 16
LARGEST = 8_000_000
"""A part that unpacks to more is only streamed."""

BROKEN = (zipfile.BadZipFile, zlib.error, ExpatError, EOFError, LookupError, ValueError, NotImplementedError)
"""What zip and XML raise on a damaged file."""

Start = Callable[[str, Mapping[str, str]], None]
End = Callable[[str], None]


@dataclass(slots=True)
class Package:
    """An open workbook; all parts together may unpack to ``MAX_BYTES`` and no more."""

    archive: zipfile.ZipFile
    shown: str
    left: int = field(default=MAX_BYTES)

    def parse(self, part: str, start: Start, end: End | None = None, text: End | None = None) -> None:
        """Stream one XML part through the handlers, without entities or document types."""
        parser = _parser(self.shown, start, end, text)
        with self.archive.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                self._count(part, len(chunk))
                parser.Parse(chunk)
        parser.Parse(b"", True)

    def check(self, content: bytes) -> None:
        """Raise what the XML parser raises where XML that is at hand is not well-formed."""
        _parser(self.shown, None, None, None).Parse(content, True)

    def content(self, part: str) -> bytes:
        """Give a part's bytes; none when it says that it unpacks to more than ``LARGEST``."""
        if self.archive.getinfo(part).file_size > LARGEST:
            return b""
        with self.archive.open(part) as stream:
            content = stream.read(LARGEST)
        self._count(part, len(content))
        return content

    def _count(self, part: str, size: int) -> None:
        self.left -= size
        if self.left < 0:
            limit = str(MAX_BYTES // 1_000_000)
            raise Refusal(Problem("W04", Where(self.shown), {"part": part, "limit": limit}))

    def holds(self, part: str) -> bool:
        """Tell whether the workbook has this part."""
        return part in self.archive.NameToInfo


def _parser(shown: str, start: Start | None, end: End | None, text: End | None) -> XMLParserType:
    parser = ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text

    def refuse(*_: object) -> None:
        raise Refusal(Problem("W01", Where(shown), {"reason": "DOCTYPE"}))

    parser.StartDoctypeDeclHandler = refuse
    return parser


def opened(path: Path, shown: str) -> Package:
    """Open a workbook.

    Raises:
        Refusal: it is missing, locked, in the old format, damaged or too large.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            head = stream.read(len(_OLE))
        if size > MAX_BYTES:
            raise Refusal(Problem("W18", Where(shown), {"limit": str(MAX_BYTES // 1_000_000)}))
        if head == _OLE:
            code = "W02" if _ENCRYPTED in path.read_bytes() else "W03"
            raise Refusal(Problem(code, Where(shown)))
        archive = zipfile.ZipFile(path)
    except OSError as error:
        raise Refusal(Problem("W17", Where(shown), {"reason": error.strerror or str(error)})) from None
    except BROKEN as error:
        raise broken(shown, error) from None
    if any(entry.flag_bits & 1 for entry in archive.infolist()):
        raise Refusal(Problem("W02", Where(shown)))
    return Package(archive, shown)


def broken(shown: str, error: BaseException) -> Refusal:
    """Say that a workbook is damaged, with the reader's own reason."""
    return Refusal(Problem("W01", Where(shown), {"reason": str(error)}))

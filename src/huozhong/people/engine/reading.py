"""A roster file becomes a frame of texts: CSV (UTF-8, UTF-16, GB 18030) or a spreadsheet; hostile ones are refused."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import fastexcel
import polars as pl

from huozhong.kernel.refusals import Refused
from huozhong.kernel.sentences import say

MOST_BYTES = 200 * 1024 * 1024
MOST_UNPACKED = 1536 * 1024 * 1024
MOST_RATIO = 150  # a real sheet packs 5 to 30 times; small files may pack better
MOST_COLUMNS = 200
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"


def read_table(content: bytes) -> pl.DataFrame:
    """Every cell as text, no header taken, columns "0", "1", ...; refused with a sentence when unreadable."""
    if not content.strip(b"\x00\t\r\n \xef\xbb\xbf"):
        raise Refused(say("文件是空的。"))
    if len(content) > MOST_BYTES:
        raise Refused(say("文件超过 200 MB，请按区县或街道拆分后再导入。"))
    if content.startswith(_ZIP):
        refuse_zip_bomb(content)
        return _sheet(content)
    if content.startswith(_OLE):
        return _sheet(content)
    return _csv(_decoded(content))


def refuse_zip_bomb(content: bytes) -> None:
    """Unpack every member piece by piece, trusting no size that the file states about itself, and stop at the limit."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error):
        raise Refused(say("表格文件已损坏，打不开；请在表格软件里另存一份再试。")) from None
    if len(members) > 5000:
        raise Refused(say("表格文件内部结构不正常，已停止读取。"))
    allowed = min(MOST_UNPACKED, max(64 * 1024 * 1024, len(content) * MOST_RATIO))
    for member in members:
        allowed -= _unpacked_size(content, member, most=allowed)
        if allowed < 0:
            raise Refused(say("表格文件解压后异常地大，可能是压缩炸弹，已停止读取。"))


def _unpacked_size(content: bytes, member: zipfile.ZipInfo, *, most: int) -> int:
    at = member.header_offset
    if content[at : at + 4] != _ZIP or at + 30 > len(content):
        raise Refused(say("表格文件已损坏，打不开；请在表格软件里另存一份再试。"))
    name_length, extra_length = struct.unpack_from("<HH", content, at + 26)
    start = at + 30 + name_length + extra_length
    if member.compress_type == zipfile.ZIP_STORED:
        return member.compress_size
    if member.compress_type != zipfile.ZIP_DEFLATED:
        raise Refused(say("表格文件内部结构不正常，已停止读取。"))
    unpack, size = zlib.decompressobj(-15), 0
    waiting: bytes | memoryview = memoryview(content)[start:]
    try:
        while not unpack.eof and size <= most:
            piece = unpack.decompress(waiting, 4 * 1024 * 1024)
            size += len(piece)
            waiting = unpack.unconsumed_tail
            if not piece and not waiting:
                break
    except zlib.error:
        raise Refused(say("表格文件已损坏，打不开；请在表格软件里另存一份再试。")) from None
    return size


def _sheet(content: bytes) -> pl.DataFrame:
    try:
        book = fastexcel.read_excel(content)
        sheet = book.load_sheet(0, header_row=None, dtypes="string", dtype_coercion="coerce")
        frame = sheet.to_polars()
    except Exception as error:
        raise Refused(say("表格打不开：可能加了密码、已损坏，或不是表格文件。请另存为 .xlsx 或 CSV 再试。")) from error
    return _plain(frame)


def _decoded(content: bytes) -> str:
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return _decode(content, encoding)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _decode(content, "gb18030")


def _decode(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise Refused(say("看不懂文件的文字编码。请另存为“CSV UTF-8”或 .xlsx 再试。")) from None


def _csv(text: str) -> pl.DataFrame:
    if "\x00" in text:
        raise Refused(say("这不是 CSV 或表格文件。请另存为“CSV UTF-8”或 .xlsx 再试。"))
    head = text[: text.find("\n", 1) if "\n" in text else len(text)][:4000]
    separator = max(",\t;，", key=head.count)
    if separator == "，":
        text, separator = text.replace("，", ","), ","
    try:
        frame = pl.read_csv(
            io.BytesIO(text.encode()),
            has_header=False,
            infer_schema=False,
            separator=separator,
            truncate_ragged_lines=False,
        )
    except pl.exceptions.PolarsError:
        frame = _ragged(text, separator=separator)
    return _plain(frame)


def _ragged(text: str, *, separator: str) -> pl.DataFrame:
    """Title rows are shorter than the table; a row longer than the header is a mistake that is named."""
    import csv

    rows = list(csv.reader(io.StringIO(text), delimiter=separator))
    widest = max((len(row) for row in rows), default=0)
    if widest > MOST_COLUMNS:
        raise Refused(say("表格超过 %(n)s 列，请只保留名册需要的列。", n=MOST_COLUMNS))
    full = [row + [""] * (widest - len(row)) for row in rows]
    return pl.DataFrame(full, schema=[str(n) for n in range(widest)], orient="row")


def _plain(frame: pl.DataFrame) -> pl.DataFrame:
    if frame.width > MOST_COLUMNS:
        raise Refused(say("表格超过 %(n)s 列，请只保留名册需要的列。", n=MOST_COLUMNS))
    if not frame.height or not frame.width:
        raise Refused(say("文件是空的。"))
    frame.columns = [str(n) for n in range(frame.width)]
    texts = pl.all().cast(pl.String).fill_null("").str.strip_chars(" \t\r\n\u3000\ufeff\u00a0'")
    return frame.select(texts)

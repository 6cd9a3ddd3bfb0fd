"""Files in other formats than CSV, and archives."""

from __future__ import annotations

import gzip
import io
import json
import stat
import tarfile
import zipfile

from support.corpus.case import FEW, HEADER, LINE_A, LINE_B, NO_TEXT, UNKNOWN, A, B, C, Case, H
from support.workbooks import workbook

AB = H + LINE_A + LINE_B
RA, RB = dict(zip(HEADER, A, strict=True)), dict(zip(HEADER, B, strict=True))
SHEET = [list(HEADER), [str(cell) for cell in A], [str(cell) for cell in B]]


def zipped(*members: tuple[str | zipfile.ZipInfo, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


def link(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


def encrypted(content: bytes) -> bytes:
    """Marks the only member as encrypted, in its own header and in the directory."""
    data = bytearray(content)
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def bad_crc(content: bytes) -> bytes:
    data = bytearray(content)
    data[14] ^= 1
    data[data.index(b"PK\x01\x02") + 16] ^= 1
    return bytes(data)


def tarred() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        info = tarfile.TarInfo("Lead.csv")
        info.size = len(AB)
        archive.addfile(info, io.BytesIO(AB.encode()))
    return out.getvalue()


PACKED = gzip.compress(AB.encode(), mtime=0)
BAD_SUM = PACKED[:-6] + bytes([PACKED[-6] ^ 1]) + PACKED[-5:]
CUT = "the gzip file is cut off or broken"
NAMES = "the name of the member points outside the archive"

CASES = [
    Case("zip", zipped(("Lead.csv", AB)), (A, B), file="a.zip", member="Lead.csv"),
    Case("zip_of_folders", zipped(("x/y/Lead.csv", AB)), (A, B), file="a.zip",
         member="x/y/Lead.csv"),
    Case("zip_with_rejects", zipped(("Lead.csv", AB + "x\n")), (A, B), file="a.zip",
         member="Lead.csv", rejects=((4, FEW, "x"),)),
    Case("zip_member_with_an_odd_name", zipped(("a'b\";*[x]\n{{ 1 }}.csv", AB)), (A, B),
         file="a.zip", member="a'b\";*[x]\n{{ 1 }}.csv"),
    Case("zip_slip", zipped(("../../Lead.csv", AB)), file="a.zip", member="../../Lead.csv",
         failed=NAMES),
    Case("zip_slip_of_windows", zipped(("..\\..\\Lead.csv", AB)), file="a.zip",
         member="../../Lead.csv", failed=NAMES),
    Case("zip_absolute_name", zipped(("/etc/Lead.csv", AB)), file="a.zip", member="/etc/Lead.csv",
         failed=NAMES),
    Case("zip_drive_letter", zipped(("C:\\Lead.csv", AB)), file="a.zip", member="C:/Lead.csv",
         failed=NAMES),
    Case("zip_link", zipped((link("Lead.csv"), "/etc/passwd")), file="a.zip", member="Lead.csv",
         failed="the member is a link"),
    Case("zip_in_zip", zipped(("b.zip", zipped(("Lead.csv", AB)))), file="a.zip", member="b.zip",
         failed="the member is an archive itself"),
    Case("zip_under_another_name_in_zip", zipped(("b.csv", zipped(("Lead.csv", AB)))), file="a.zip",
         member="b.csv", unknown="it is a zip archive under another name: name it .zip"),
    Case("zip_encrypted", encrypted(zipped(("Lead.csv", AB))), file="a.zip", member="Lead.csv",
         failed="the member is encrypted"),
    Case("zip_with_a_wrong_checksum", bad_crc(zipped(("Lead.csv", AB))), file="a.zip",
         member="Lead.csv", failed="the zip member is cut off or broken"),
    Case("zip_cut", zipped(("Lead.csv", AB))[:-30], file="a.zip",
         failed="the zip is cut off or broken"),
    Case("zip_bomb", zipped(("Lead.csv", "x" * 150_000_000)), file="a.zip", member="Lead.csv",
         failed="it decompresses to more than 1000 times its size"),
    Case("zip_named_csv", zipped(("Lead.csv", AB)), file="Lead.csv",
         unknown="it is a zip archive under another name: name it .zip"),
    Case("tar", tarred(), file="a.tgz", unknown="it is gzip data under another name: name it .gz"),
    Case("gzip", PACKED, (A, B), file="Lead.csv.gz"),
    Case("gzip_in_two_parts", PACKED + gzip.compress(b"00Q3,Cy,Core\n", mtime=0), (A, B, C),
         file="Lead.csv.gz"),
    Case("gzip_cut", PACKED[:-12], file="Lead.csv.gz", failed=CUT),
    Case("gzip_with_a_wrong_checksum", BAD_SUM, file="Lead.csv.gz", failed=CUT),
    Case("gzip_with_text_behind", PACKED + b"more", file="Lead.csv.gz", failed=CUT),
    Case("gzip_bomb", gzip.compress(b"x" * 150_000_000, 9), file="Lead.csv.gz",
         failed="it decompresses to more than 1000 times its size"),
    Case("gzip_that_is_none", AB, file="Lead.csv.gz", failed=CUT),
    # JSON.
    Case("json_lines", f"{json.dumps(RA)}\n{json.dumps(RB)}\n", (A, B), file="Lead.jsonl"),
    Case("json_lines_crlf", f"{json.dumps(RA)}\r\n{json.dumps(RB)}", (A, B), file="Lead.jsonl"),
    Case("json_lines_of_other_keys", f"{json.dumps(RA)}\n" + json.dumps({**RB, "New": 1}),
         ((*A, None), (*B, "1")), header=(*HEADER, "New"), file="Lead.jsonl"),
    Case("json_lines_cut", f"{json.dumps(RA)}\n" + json.dumps(RB)[:-5], (A,), file="Lead.jsonl",
         rejects=((2, "not JSON", json.dumps(RB)[:-5]),)),
    Case("json_array", json.dumps([RA, RB]), (A, B), file="Lead.json"),
    Case("json_array_cut", json.dumps([RA, RB])[:-1], file="Lead.json",
         failed="the JSON is cut off"),
    Case("json_array_empty", "[]", file="Lead.json",
         unknown="JSON without records: export records"),
    Case("json_of_numbers", "[1, 2]", file="Lead.json",
         rejects=((1, "not a JSON object", "1"), (1, "not a JSON object", "2")),
         unknown=UNKNOWN),
    Case("json_numbers_as_written",
         '[{"Id":"00Q1","LastName":1.10,"Company":12345678901234567890.0}]',
         (("00Q1", "1.10", "12345678901234567890.0"),), file="Lead.json"),
    Case("json_nested", json.dumps([{**RA, "p": {"a": {"b": 1}, "c": [1, {"d": None}]}}]),
         ((*A, "1", '[1,{"d":null}]'),), header=(*HEADER, "p_a_b", "p_c"), file="Lead.json"),
    Case("json_keys_that_meet", json.dumps([{**RA, "a": {"b": 1}, "a_b": 2}]), ((*A, "1", "2"),),
         header=(*HEADER, "a_b", "a_b"), file="Lead.json"),
    Case("json_too_deep", "[" * 100_000, file="Lead.json", failed="more than 50 levels of nesting"),
    Case("json_deep_record", json.dumps(RA) + '\n{"a":' * 1 + '{"a":' * 60 + "1" + "}" * 61,
         (A,), file="Lead.jsonl",
         rejects=((2, "more than 50 levels of nesting", '{"a":' * 61 + "1" + "}" * 61),)),
    Case("json_of_a_web_page", "<html><body>Error 500</body></html>", file="Lead.json",
         unknown="it is a web page or XML: export it as CSV"),
    # Excel.
    Case("xlsx", workbook({"Leads": SHEET}), (A, B), file="Lead.xlsx", member="Leads"),
    Case("xlsx_blank_rows_and_columns",
         workbook({"Leads": [[], ["", *SHEET[0]], ["", *SHEET[1]], [], ["", *SHEET[2]]]}), (A, B),
         file="Lead.xlsx", member="Leads", blank_lines=1,
         non_records=((1, "blank"), (2, "empty_column"))),
    Case("xlsx_ids_and_zeros",
         workbook({"L": [list(HEADER), ["00Q1", ("n", "1.2345678901234568E+17"), "007"],
                         ["00Q2", ("n", "42.0"), ("n", "0.1")]]}),
         (("00Q1", "1.2345678901234568E+17", "007"), ("00Q2", "42", "0.1")),
         file="Lead.xlsx", member="L"),
    Case("xlsx_dates",
         workbook({"L": [list(HEADER), ["00Q1", ("n", "46024", 164), ("n", "46024.25", 165)],
                         ["00Q2", ("n", "59", 14), ("n", "0.5", 20)],
                         ["00Q3", ("n", "1.5", 46), ("n", "-1", 14)]]},
                  formats={164: "dd/mm/yyyy;@", 165: "[$-409]d-mmm-yy h:mm AM/PM"}),
         (("00Q1", "2026-01-02", "2026-01-02 06:00:00"), ("00Q2", "1900-02-28", "12:00:00"),
          ("00Q3", "36:00:00", "-1")), file="Lead.xlsx", member="L"),
    Case("xlsx_dates_of_1904",
         workbook({"L": [list(HEADER), ["00Q1", ("n", "0", 14), "x"]]}, date1904=True),
         (("00Q1", "1904-01-01", "x"),), file="Lead.xlsx", member="L"),
    Case("xlsx_errors_and_formulas",
         workbook({"L": [list(HEADER), ["00Q1", ("e", "#N/A"), ("f", "HYPERLINK(1)", "=x")]]}),
         (("00Q1", "#N/A", "=x"),), file="Lead.xlsx", member="L"),
    Case("xlsx_escapes", workbook({"L": [list(HEADER), ["00Q1", "A\rd\x01a", "a\n\nb"]]}),
         (("00Q1", "A\rd\x01a", "a\n\nb"),), file="Lead.xlsx", member="L"),
    Case("xlsx_hidden_row", workbook({"L": SHEET}, hidden_rows={"L": {3}}), (A, B),
         file="Lead.xlsx", member="L", note="1 hidden rows"),
    Case("xlsx_hidden_sheet", workbook({"L": SHEET}, hidden_sheets={"L"}), (A, B),
         file="Lead.xlsx", member="L", note="a hidden sheet"),
    Case("xlsx_empty_sheet", workbook({"L": []}), file="Lead.xlsx", member="L",
         unknown="the sheet is empty: export it again if it should not be"),
    Case("xlsx_with_a_document_type",
         workbook({"L": SHEET}, prologue='<!DOCTYPE a [<!ENTITY b "c">]>'), file="Lead.xlsx",
         member="L", failed="the workbook contains a document type definition"),
    Case("xlsx_cell_in_the_last_corner", workbook({"L": SHEET}, corner="XFD1048576"),
         file="Lead.xlsx", member="L", failed="more than 2,000 columns"),
    Case("xlsx_bomb", workbook({"L": [*SHEET, ["x" * 110_000_000]]}), file="Lead.xlsx",
         failed="it decompresses to an unreasonable size"),
    Case("xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, file="Lead.xls",
         unknown="it is an old or encrypted Excel file: save it as .xlsx or CSV"),
    Case("parquet_cut", b"PAR1\x15\x04", file="Lead.parquet", failed="it is cut off or broken"),
    Case("pdf", b"%PDF-1.4 x", file="Lead.pdf",
         unknown="it is a PDF document: export the table as CSV"),
    Case("picture", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", file="Lead.png",
         unknown=NO_TEXT),
]  # fmt: skip

"""One case of the corpus: a difficult file and its expected outcome."""

from __future__ import annotations

from dataclasses import dataclass

# Most files are leads of Salesforce; three headers and an id prefix make them so.
H = "Id,LastName,Company\n"
# Messages of tables that are not declared, and of a file that is not text.
UNKNOWN = "no declared header signature fits: write under `tables` of "
NAMED_LEAD = "nearest: salesforce/lead api, lacks Id, LastName, Company: export it again"
NO_HEADER = "the first line looks like a record, not like a header: export it with its header"
NO_TEXT = "it is not a text file: export it as CSV"
HEADER = ("Id", "LastName", "Company")
Cells = tuple[str | None, ...]
A: Cells = ("00Q1", "Ada", "Acme")
B: Cells = ("00Q2", "Bo", "Beta")
C: Cells = ("00Q3", "Cy", "Core")
LINE_A, LINE_B, LINE_C = "00Q1,Ada,Acme\n", "00Q2,Bo,Beta\n", "00Q3,Cy,Core\n"

NO_ID = "no id: nothing below `Id`"
FEW, MANY = "too few cells", "too many cells"
QUOTE = "a quote is opened and not closed where the cell ends"
OTHER_TABLE = "it follows a blank line and a row that looks like the header of another table"
TORN = "a quote is opened inside a cell, and closed in another one"
TWO_KINDS = "some cells are in apostrophes, but quotes inside them are doubled"
AFTER = "it follows a record whose quotes are broken"


@dataclass(frozen=True)
class Case:
    """One file: its bytes, and its table or the reason why it has no table.

    `rejects` are (line, reason, text as delivered), `non_records` (line, kind); blank lines
    between records are counted in `blank_lines`. The message of the file must contain `note`.
    """

    name: str
    content: bytes | str
    rows: tuple[Cells, ...] = ()
    header: tuple[str, ...] = HEADER
    rejects: tuple[tuple[int, str, str], ...] = ()
    non_records: tuple[tuple[int, str], ...] = ()
    blank_lines: int = 0
    note: str = ""
    encoding: str = ""
    failed: str = ""  # refused: this message
    unknown: str = ""  # listed: the message begins so
    file: str = "Lead.csv"
    member: str | None = None
    mapped: str = ""  # the header that a mapping uses as record_id
    declared: str = ""  # `encoding:` of its system

    @property
    def data(self) -> bytes:
        """The bytes of the file."""
        return self.content.encode() if isinstance(self.content, str) else self.content

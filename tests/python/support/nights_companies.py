"""Random companies for test_any_nights.py: exports of many kinds, and the runs that load them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from random import Random

from hypothesis import strategies as st

from support.nights_oracle import File, Record

TABLE = (
    '{{object: {0}, files: ["{0}/*"], export: {1}, entity: people, '
    "columns: {{record_id: key, status: s, updated_at: at}}}}"
)
STACK = f"""
company: {{name: Test, currency: USD}}
systems:
  - id: lists
    name: Lists
    functions: [enrich]
    role: transport
    tables:
      - {TABLE.format("whole", "full")}
      - {TABLE.format("again", "full")}
      - {TABLE.format("third", "full")}
      - {TABLE.format("some", "partial")}
      - {TABLE.format("anchor", "partial")}
  - id: other
    name: Other
    functions: [enrich]
    role: transport
    tables: [{TABLE.format("whole", "full").replace("whole/*", "second/*")}]
  - id: crm
    name: CRM
    vendor: salesforce
    functions: [route]
    role: truth
    files: ["crm/*"]
    export: full
    tables: [{{object: lead, files: ["crm/part/*"], export: partial}}]
  - {{id: org, name: Second org, vendor: salesforce, functions: [route], role: record,
      files: ["org/*"], export: full}}
"""
DAYS = range(1, 7)


@dataclass(frozen=True)
class Seam:
    """The exports of one object of one system."""

    system: str
    object: str
    folder: str
    has_full: bool = True
    has_partial: bool = False

    @property
    def is_lead(self) -> bool:
        return self.object == "lead"


SEAMS = (
    Seam("lists", "whole", "whole"),
    Seam("lists", "again", "again"),
    Seam("lists", "third", "third"),
    Seam("lists", "some", "some", False, True),
    Seam("other", "whole", "second"),
    Seam("crm", "lead", "crm", True, True),
    Seam("org", "lead", "org"),
)
ANCHOR = File(("lists", "anchor"), "anchor/a.csv", "anchor", None, False, "key,s,at\n1,a,\n",
              (Record("1", "a"),))  # fmt: skip


@dataclass(frozen=True)
class Drawn:
    """An export before it is written: its name, and the records of every file."""

    seam: Seam
    name: str  # dated, fixed or free
    day: int
    is_full: bool
    parts: tuple[tuple[Record, ...], ...]

    @property
    def stem(self) -> str:
        """Path without part number and extension."""
        folder = self.seam.folder
        if self.seam.has_full and self.seam.has_partial:
            folder += "/full" if self.is_full else "/part"
        shown = {"dated": f"x_2026-01-{self.day:02}", "fixed": f"now{self.day}"}
        return f"{folder}/{shown.get(self.name, f'free{self.day}')}"

    @property
    def named(self) -> datetime | None:
        return datetime(2026, 1, self.day) if self.name == "dated" else None


def day(number: int) -> datetime:
    """The time of a change on that day."""
    return datetime(2026, 1, number, 8)


def lead_key(number: int) -> str:
    """A lead id of 18 characters; its first 15 identify the lead, too."""
    return f"00Q{number:012}EAA"


@st.composite
def _record(draw: st.DrawFn, seam: Seam, stamps: st.SearchStrategy[datetime | None]) -> Record:
    key = str(draw(st.integers(1, 3)))
    if seam.is_lead:
        key = lead_key(int(key))[: draw(st.sampled_from([15, 18]))]
    is_broken = draw(st.integers(0, 11)) == 0
    return Record(key, draw(st.sampled_from("ab")), draw(stamps), is_broken)


@st.composite
def _exports(draw: st.DrawFn, seam: Seam) -> list[Drawn]:
    """The exports of one object; a file at a fixed path has timestamps always or never."""
    stamp = st.sampled_from(DAYS).map(day)
    maybe, never = st.one_of(st.none(), stamp), st.none()
    is_stamped = draw(st.tuples(st.booleans(), st.booleans()))
    parts_at: dict[tuple[str, int, bool], int] = {}
    styles = draw(
        st.lists(st.sampled_from(["dated", "dated", "fixed", "free"]), min_size=3, max_size=6)
    )
    found = []
    for number, style in enumerate(styles):
        name_day = number if style == "free" else draw(st.sampled_from(DAYS))
        if style == "fixed":
            name_day %= 2
            stamps = stamp if is_stamped[name_day] else never
        else:
            stamps = draw(st.sampled_from([maybe, never]))
        is_full = seam.has_full and (not seam.has_partial or draw(st.booleans()))
        # A run that overwrites an export overwrites all of its parts.
        place = (style, name_day, is_full)
        parts = parts_at.setdefault(place, draw(st.sampled_from([1, 1, 2])))
        records = st.lists(_record(seam, stamps), max_size=4).map(tuple)
        held = tuple(draw(records) for _ in range(parts))
        found.append(Drawn(seam, style, name_day, is_full, held))
    return found


COMPANIES = st.tuples(*map(_exports, SEAMS)).map(lambda found: [e for es in found for e in es])


def write(exports: Sequence[Drawn]) -> list[list[File]]:
    """The files of every export.

    Two overwritten files never have the same content, nor have a full and a partial export: each
    has an extra empty column, which does not change its rows.
    """
    stems = [export.stem for export in exports]
    padded = [stem for stem in dict.fromkeys(stems) if "now" in stem or stems.count(stem) > 1]
    files = []
    for export, stem in zip(exports, stems, strict=True):
        number = len(export.parts)
        pads = []
        if stem in padded:
            pads.append(f"place{padded.index(stem)}")
        if export.seam.has_full and not export.is_full:
            pads.append("partial")
        made = []
        for part, records in enumerate(export.parts, start=1):
            own = [*pads, f"part{part}"] if stem in padded and number > 1 else pads
            path = f"{stem}-part{part}.csv" if number > 1 else f"{stem}.csv"
            text = _text(export.seam, records, own)
            seam = export.seam
            length = 15 if seam.is_lead else 99
            made.append(
                File((seam.system, seam.object), path, stem, export.named, export.is_full, text,
                     records, length)
            )  # fmt: skip
        files.append(made)
    return files


def _text(seam: Seam, records: Sequence[Record], pads: Sequence[str]) -> str:
    header = ["Id", "LastName", "Company", "Status", "SystemModstamp"]
    lines = [[*(header if seam.is_lead else ["key", "s", "at"]), *pads]]
    for record in records:
        stamp = str(record.stamp) if record.stamp else ""
        cells = ["N", "F", record.value] if seam.is_lead else [record.value]
        broken = ["x", "x"] if record.is_broken else []
        lines.append([record.key, *cells, stamp, *("" for _ in pads), *broken])
    return "".join(",".join(line) + "\n" for line in lines)


def nights(exports: Sequence[Sequence[File]], chosen: Random, runs: int) -> list[list[File]]:
    """The files in the folder at each of `runs` runs, and at a last one.

    Exports arrive in any order, except those that replace each other. They stay in the folder or
    are removed; files that stay and are never overwritten may be moved.
    """
    stays = chosen.random() < 0.5
    order = _in_order(exports, chosen)
    overwritten = [file.path for files in exports for file in files]
    delivered: list[list[list[File]]] = [[] for _ in range(runs + len(exports))]
    earliest: dict[str, int] = {}
    for number in order:
        files = exports[number]
        run = max([chosen.randrange(runs), *(earliest.get(file.path, 0) for file in files)])
        earliest |= {file.path: run + 1 for file in files}
        delivered[run].append(list(files))
    folders: list[list[File]] = []
    here: dict[str, File] = {}
    for new in delivered:
        if not new:
            continue
        if not stays:
            here = {}
        for path, file in list(here.items()):
            if overwritten.count(path) == 1 and chosen.random() < 0.1:
                folder, name = path.rsplit("/", 1)
                del here[path]
                moved = replace(file, path=f"{folder}/old/{name}", export=f"{file.export} moved")
                here[moved.path] = moved
        here |= {file.path: file for files in new for file in files}
        folders.append([*here.values(), ANCHOR])
    return folders or [[ANCHOR]]


def _in_order(exports: Sequence[Sequence[File]], chosen: Random) -> list[int]:
    """A random order of the exports; those at one path keep their order."""
    order = chosen.sample(range(len(exports)), len(exports))
    places: dict[str, list[int]] = {}
    for at, number in enumerate(order):
        places.setdefault(exports[number][0].path, []).append(at)
    for found in places.values():
        for at, number in zip(found, sorted(order[at] for at in found), strict=True):
            order[at] = number
    return order

"""The rows of planted leads, and the hands that change them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from demo.company.ids import salesforce_id
from demo.company.overrides import Override, Planted
from demo.faults.expected import Expected, Fault, Truth

Row = dict[str, str]
_PLAIN = "%Y-%m-%d %H:%M:%S"


def shift(stamp: str, seconds: int) -> str:
    """A stamp moved by seconds, written as it was."""
    text = stamp[:19].replace("T", " ")
    moved = (datetime.strptime(text, _PLAIN) + timedelta(seconds=seconds)).strftime(_PLAIN)
    return (moved.replace(" ", "T") if "T" in stamp else moved) + stamp[19:]


def moment(stamp: str) -> int:
    """Seconds since 1970 of a stamp in any of the exports' shapes."""
    text = stamp[:19].replace("T", " ")
    return int(datetime.strptime(text, _PLAIN).replace(tzinfo=UTC).timestamp())


def crm_stamp(stamp: str) -> str:
    """A stamp as a Data Export writes it."""
    return stamp[:19].replace("T", " ")


def iso_stamp(stamp: str) -> str:
    """A stamp as the Marketo API writes it."""
    return stamp[:19].replace(" ", "T") + "Z"


@dataclass
class Lead:
    """A planted lead with all its rows, by table."""

    number: int
    rows: dict[str, list[Row]]

    def one(self, table: str) -> Row:
        """The row the clean company has in a table."""
        return self.rows[table][0]

    @property
    def form(self) -> Row:
        """Its submission."""
        return next(self.rows[name][0] for name in FORMS if self.rows.get(name))

    @property
    def submission(self) -> str:
        """submission_key, and the id of its journey."""
        row = self.form
        return "website/submission/" + (
            row.get("#") or row.get("Entry Id") or row.get("submission_id", "")
        )

    @property
    def marketo(self) -> Row:
        """Its Marketo lead."""
        return self.one("marketo_lead")

    @property
    def crm(self) -> Row:
        """Its Salesforce lead."""
        return self.one("sf_lead")

    @property
    def marketo_key(self) -> str:
        """person_key of the Marketo lead."""
        return f"marketo/lead/{self.marketo['id']}"

    @property
    def crm_key(self) -> str:
        """person_key of the Salesforce lead."""
        return f"salesforce/lead/{salesforce_id('Lead', self.number)}"

    @property
    def deal_key(self) -> str:
        """opportunity_key."""
        return f"salesforce/opportunity/{self.one('sf_opportunity')['Id']}"

    def id(self, kind: str, series: int) -> str:
        """A Salesforce id of this lead that the clean company does not use."""
        return salesforce_id(kind, self.number, series)

    def drop(self, *tables: str) -> None:
        """Removes all rows of tables."""
        for table in tables:
            self.rows[table] = []

    def history(self, field_name: str) -> list[Row]:
        """Rows of the Salesforce lead history for a field."""
        return [row for row in self.rows["sf_leadhistory"] if row["Field"] == field_name]

    def add(self, table: str, like: Row, at: str | None = None, **cells: str) -> Row:
        """Appends a copy of a row with some cells changed; `at` places it in time."""
        row = {**like, **cells}
        if at is not None:
            row["_moment"] = str(moment(at))
        self.rows[table].append(row)
        return row

    def changed(self, at: str, name: str, old: str, new: str, who: str, series: int) -> None:
        """Writes a change into the Salesforce lead history."""
        self.add(
            "sf_leadhistory",
            self.rows["sf_leadhistory"][0],
            at,
            Id=self.id("LeadHistory", series),
            CreatedById=who,
            CreatedDate=iso_stamp(at)[:-1] + ".000Z",
            Field=name,
            OldValue=old,
            NewValue=new,
        )

    def data_value(self, at: str, name: str, old: str, new: str, number: int, reason: str) -> None:
        """Writes a data value change into the Marketo activities."""
        self.add(
            "marketo_activity",
            self.rows["marketo_activity"][0],
            at,
            marketoGUID=str(7_000_000 + self.number * 16 + number),
            activityDate=iso_stamp(at),
            activityTypeId="13",
            campaignId="",
            primaryAttributeValueId="",
            primaryAttributeValue=name,
            attributes=f'{{"New Value":"{new}","Old Value":"{old}","Reason":"{reason}",'
            '"Source":"Web service API"}',
        )

    def marketo_moves(self, new: str) -> Row:
        """The Marketo activity that moved the lead to a status."""
        mark = f'"New Value":"{new}"'
        return next(
            row
            for row in self.rows["marketo_activity"]
            if row["primaryAttributeValue"] == "leadStatus" and mark in row["attributes"]
        )

    def never_worked(self) -> None:
        """Takes back the first touch and the statuses that came of it."""
        self.drop("sf_task")
        self.crm.update(Status="MQL", LastActivityDate="")
        self.rows["sf_leadhistory"] = self.history("Owner")
        self.marketo.update(leadStatus="MQL", updatedAt=shift(self.marketo["createdAt"], 30))
        self.rows["marketo_activity"].remove(self.marketo_moves("SAL"))


FORMS = ("typeform", "gravity", "newsletter")


@dataclass
class Scene:
    """One planting of a fault: its leads, its number, and the truth it writes."""

    fault: str
    source: str
    planted: str
    variant: int
    leads: list[Lead]
    truth: Truth

    @property
    def lead(self) -> Lead:
        """The first lead."""
        return self.leads[0]

    def choose(self, *options: str) -> str:
        """Another option for each planting."""
        return options[self.variant % len(options)]

    def expect(self, check_id: str, record_id: str) -> None:
        """This check must report this record."""
        self.truth.expected.add(Expected(check_id, record_id, self.fault))

    def note(self, key: str, name: str = "") -> None:
        """Something was done to this record (and field)."""
        system, kind, record_id = key.split("/", 2)
        self.truth.faults.add(
            Fault(self.fault, self.source, self.planted, system, kind, record_id, name)
        )

    def ledger(self, check_id: str, handoff: str, source_key: str, name: str) -> None:
        """This check must report this field of this record."""
        self.expect(check_id, f"{handoff}/{source_key}/{name}")
        self.note(source_key, name)


@dataclass(frozen=True)
class FaultType:
    """A way things break, seen in public (`source`), or a trap that is no fault."""

    fault: str
    source: str
    planted: str
    plant: Callable[[Scene], None]
    wishes: tuple[Override, ...] = field(default_factory=lambda: (Override(),))
    is_trap: bool = False
    # Share of all leads it is planted on at least: what every company suffers from.
    share: float = 0
    edits: bool = True  # False: the wishes alone make it; its leads have no rows but the form's


def play(
    kind: FaultType,
    variant: int,
    cast: list[Planted],
    bundles: Mapping[int, dict[str, list[Row]]],
    truth: Truth,
) -> None:
    """Plants a fault on the leads that were cast for it."""
    leads = [Lead(each.lead, bundles[each.lead]) for each in cast]
    kind.plant(Scene(kind.fault, kind.source, kind.planted, variant, leads, truth))

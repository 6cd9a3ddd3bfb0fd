"""Rows of planted leads and functions that edit them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from demo.company.ids import salesforce_id
from demo.company.overrides import Override, PlantedLead
from demo.faults.expected import Expected, Fault, GroundTruth

Row = dict[str, str]
_PLAIN = "%Y-%m-%d %H:%M:%S"


def shift_stamp(stamp: str, seconds: int) -> str:
    """A stamp moved by `seconds`, in its format."""
    text = stamp[:19].replace("T", " ")
    moved = (datetime.strptime(text, _PLAIN) + timedelta(seconds=seconds)).strftime(_PLAIN)
    return (moved.replace(" ", "T") if "T" in stamp else moved) + stamp[19:]


def epoch_seconds(stamp: str) -> int:
    """Seconds since 1970 of a stamp in any format of the exports."""
    text = stamp[:19].replace("T", " ")
    return int(datetime.strptime(text, _PLAIN).replace(tzinfo=UTC).timestamp())


def crm_stamp(stamp: str) -> str:
    """A stamp in the format of a Data Export."""
    return stamp[:19].replace("T", " ")


def iso_stamp(stamp: str) -> str:
    """A stamp in the format of the Marketo API."""
    return stamp[:19].replace(" ", "T") + "Z"


@dataclass
class Lead:
    """A planted lead with all its rows per table."""

    number: int
    rows: dict[str, list[Row]]

    def first_row(self, table: str) -> Row:
        """The row of the clean company in a table."""
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
        return self.first_row("marketo_lead")

    @property
    def crm(self) -> Row:
        """Its Salesforce lead."""
        return self.first_row("sf_lead")

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
        return f"salesforce/opportunity/{self.first_row('sf_opportunity')['Id']}"

    def id(self, kind: str, series: int) -> str:
        """A Salesforce id of this lead; pass a `series` that the clean company does not use."""
        return salesforce_id(kind, self.number, series)

    def drop(self, *tables: str) -> None:
        """Removes all rows of tables."""
        for table in tables:
            self.rows[table] = []

    def history(self, field_name: str) -> list[Row]:
        """Rows of the Salesforce lead history for a field."""
        return [row for row in self.rows["sf_leadhistory"] if row["Field"] == field_name]

    def add(self, table: str, like: Row, at: str | None = None, **cells: str) -> Row:
        """Appends a copy of a row with some cells changed; `at` sets its time."""
        row = {**like, **cells}
        if at is not None:
            row["_moment"] = str(epoch_seconds(at))
        self.rows[table].append(row)
        return row

    def add_history(self, at: str, name: str, old: str, new: str, who: str, series: int) -> None:
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

    def add_data_value_change(
        self, at: str, name: str, old: str, new: str, number: int, reason: str
    ) -> None:
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

    def status_change(self, new: str) -> Row:
        """The Marketo activity that moved the lead to a status."""
        mark = f'"New Value":"{new}"'
        return next(
            row
            for row in self.rows["marketo_activity"]
            if row["primaryAttributeValue"] == "leadStatus" and mark in row["attributes"]
        )

    @property
    def calls(self) -> list[Row]:
        """The calls of the lead in Salesforce."""
        return [row for row in self.rows["sf_task"] if row["Type"] == "Call"]

    def add_mail(self, after: int, subject: str) -> None:
        """Writes a mail of the owner, some seconds after the lead came into Salesforce."""
        when = shift_stamp(self.crm["CreatedDate"], after)
        self.add(
            "sf_task",
            self.calls[0],
            when,
            Id=self.id("Task", 5),
            Subject=subject,
            Type="Email",
            CallDurationInSeconds="",
            CallType="",
            ActivityDate=f"{when[:10]} 00:00:00",
            CompletedDateTime=when,
            CreatedDate=when,
            LastModifiedDate=when,
            SystemModstamp=when,
        )

    def remove_first_attempt(self) -> None:
        """Removes the first touch and the status changes after it."""
        self.drop("sf_task")
        self.crm.update(Status="MQL", LastActivityDate="")
        self.rows["sf_leadhistory"] = self.history("Owner")
        self.marketo.update(leadStatus="MQL", updatedAt=shift_stamp(self.marketo["createdAt"], 30))
        self.rows["marketo_activity"].remove(self.status_change("SAL"))


FORMS = ("typeform", "gravity", "newsletter")


@dataclass
class Planting:
    """One planting of a fault: its leads, its number, and the labels to fill."""

    fault: str
    source: str
    planted: str
    variant: int
    leads: list[Lead]
    truth: GroundTruth

    @property
    def lead(self) -> Lead:
        """The first lead."""
        return self.leads[0]

    def choose(self, *options: str) -> str:
        """An option that depends on the number of the planting."""
        return options[self.variant % len(options)]

    def expect(self, check_id: str, record_id: str) -> None:
        """Adds an expected violation of a check."""
        self.truth.expected.add(Expected(check_id, record_id, self.fault))

    def record_fault(self, key: str, name: str = "") -> None:
        """Adds a label for a planted record (and field)."""
        system, kind, record_id = key.split("/", 2)
        self.truth.faults.add(
            Fault(self.fault, self.source, self.planted, system, kind, record_id, name)
        )

    def expect_field(self, check_id: str, handoff: str, source_key: str, name: str) -> None:
        """Adds an expected violation and a label for one field of a record."""
        self.expect(check_id, f"{handoff}/{source_key}/{name}")
        self.record_fault(source_key, name)


@dataclass(frozen=True)
class FaultType:
    """A kind of fault, reported in public (`source`), or a lookalike."""

    fault: str
    source: str
    planted: str
    plant: Callable[[Planting], None]
    overrides: tuple[Override, ...] = field(default_factory=lambda: (Override(),))
    is_lookalike: bool = False
    # Minimum share of all leads, for faults that every company has.
    share: float = 0
    edits: bool = True  # False: the overrides alone produce the fault


def plant_fault(
    kind: FaultType,
    variant: int,
    planted: list[PlantedLead],
    rows_by_lead: Mapping[int, dict[str, list[Row]]],
    truth: GroundTruth,
) -> None:
    """Plants a fault on its leads."""
    leads = [Lead(each.lead, rows_by_lead[each.lead]) for each in planted]
    kind.plant(Planting(kind.fault, kind.source, kind.planted, variant, leads, truth))

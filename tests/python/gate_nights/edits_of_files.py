"""Edits of single files: rows, columns, files, the declared stack."""

from __future__ import annotations

import io
import re
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator
from ruamel.yaml import YAML

from gate_nights.evening import Evening, NightError
from gate_nights.files import Row, Table
from gate_nights.people import Name, is_new, names

Texts = str | list[str]
Rows = Literal["all", "old", "new"]
# What a system writes when somebody changes a record.
_CHANGED = {"LastModifiedDate": "%Y-%m-%d %H:%M:%S", "SystemModstamp": "%Y-%m-%d %H:%M:%S",
            "updatedAt": "%Y-%m-%dT%H:%M:%SZ"}  # fmt: skip


class Edit(BaseModel):
    """One edit of an evening."""

    model_config = ConfigDict(extra="forbid")

    def apply(self, evening: Evening) -> None:
        """Does it; raises NightError if there is nothing to edit."""
        raise NotImplementedError


class Selection(Edit):
    """Rows of a file."""

    file: str
    where: dict[str, Texts] = Field(default_factory=dict)
    where_not: dict[str, Texts] = Field(default_factory=dict)
    rows: Rows = "all"
    first: int | None = None  # only so many, in file order
    skip: int = 0

    def selected(self, evening: Evening) -> list[Row]:
        """The selected rows; it is an error if there are none, or fewer than `first`."""
        table = evening.table(self.file)
        for column in (*self.where, *self.where_not):
            if column not in table.columns:
                raise NightError(f"{self.file} has no column {column}")
        chosen = [row for row in table.rows if self._is_chosen(row, evening)]
        chosen = chosen[self.skip :][: self.first]
        if not chosen or (self.first and len(chosen) < self.first):
            raise NightError(f"{self.file}: {len(chosen)} rows match {self.where or 'the edit'}")
        return chosen

    def _is_chosen(self, row: Row, evening: Evening) -> bool:
        if self.rows != "all" and is_new(evening.lead_of(self.file, row)) != (self.rows == "new"):
            return False
        return all(_is_one(row[c], text) for c, text in self.where.items()) and not any(
            _is_one(row[c], text) for c, text in self.where_not.items()
        )


def _is_one(cell: str, texts: Texts) -> bool:
    """Whether a cell is one of the texts; `*` is any text."""
    options = [texts] if isinstance(texts, str) else texts
    return any(
        re.fullmatch(".*".join(map(re.escape, text.split("*"))), cell) is not None
        for text in options
    )


class Change(Selection):
    """Sets cells of the selected rows. `{old}` is the value before."""

    set: dict[str, str] = Field(default_factory=dict)
    replace: dict[str, tuple[str, str]] = Field(default_factory=dict)
    swap: dict[str, tuple[str, str]] = Field(default_factory=dict)  # each value for the other
    is_noted: bool = True  # the system notes that the record changed

    def apply(self, evening: Evening) -> None:
        if not (self.set or self.replace or self.swap):
            raise NightError(f"{self.file}: the edit changes no column")
        columns = evening.table(self.file).columns
        for column in (*self.set, *self.replace, *self.swap):
            if column not in columns:
                raise NightError(f"{self.file} has no column {column}")
        for row in self.selected(evening):
            before = dict(row)
            for column, text in self.set.items():
                row[column] = text.replace("{old}", before[column])
            for column, (old, new) in self.replace.items():
                row[column] = row[column].replace(old, new, 1)
            for column, (one, other) in self.swap.items():
                row[column] = {one: other, other: one}.get(row[column], row[column])
            if row == before:
                raise NightError(f"{self.file}: a selected row stays as it is: {self.where}")
            if self.is_noted:
                row.update({c: evening.now.strftime(f) for c, f in _CHANGED.items() if c in row})


class Delete(Selection):
    """Removes the selected rows."""

    def apply(self, evening: Evening) -> None:
        gone = {id(row) for row in self.selected(evening)}
        table = evening.table(self.file)
        table.rows = [row for row in table.rows if id(row) not in gone]


class Append(Selection):
    """Adds rows that are like the first selected one; the file may be new (`like`).

    In `set`: `{n}` counts from `start`; `{first}`, `{last}` and `{address}` name a new person, the
    same one for the same n; `{day}` is the date of the evening.
    """

    set: dict[str, str]
    times: int = 1
    start: int = 1
    like: str | None = None  # a file whose row is the model

    def apply(self, evening: Evening) -> None:
        model = self
        if self.like:
            model = self.model_copy(update={"file": self.like, "first": 1})
            if self.file not in evening.files.texts:
                source = evening.table(self.like)
                evening.files.add(self.file, Table(list(source.columns), [], source.quoted))
        table = evening.table(self.file)
        row = model.selected(evening)[0]
        if unknown := set(self.set) - set(table.columns):
            raise NightError(f"{self.file} has no column {sorted(unknown)}")
        people = list(_people(self.start + self.times))
        for n in range(self.start, self.start + self.times):
            words = {"n": n, "day": evening.now.date(), "first": people[n].first,
                     "last": people[n].last, "address": people[n].address}  # fmt: skip
            cells = {column: text.format_map(words) for column, text in self.set.items()}
            table.rows.append({**row, **cells})


def _people(count: int) -> list[Name]:
    """New people for appended rows, other ones than the leads have."""
    found = names(set(), 6_000)
    return [next(found) for _ in range(count)]


class Move(Selection):
    """Moves the selected rows to a new file with the same columns."""

    to: str

    def apply(self, evening: Evening) -> None:
        chosen = self.selected(evening)
        gone = {id(row) for row in chosen}
        table = evening.table(self.file)
        table.rows = [row for row in table.rows if id(row) not in gone]
        evening.files.add(self.to, Table(list(table.columns), chosen, table.quoted))


class Column(Edit):
    """Drops a column, or renames it."""

    file: str
    column: str
    to: str | None = None

    def apply(self, evening: Evening) -> None:
        for path in evening.paths(self.file):
            table = evening.table(path)
            if self.column not in table.columns:
                raise NightError(f"{path} has no column {self.column}")
            place = table.columns.index(self.column)
            table.columns[place : place + 1] = [self.to] if self.to else []
            for row in table.rows:
                value = row.pop(self.column)
                if self.to:
                    row[self.to] = value


class Order(Edit):
    """Reverses the rows or the columns of a file."""

    file: str
    of: Literal["rows", "columns"]

    def apply(self, evening: Evening) -> None:
        for path in evening.paths(self.file):
            table = evening.table(path)
            (table.rows if self.of == "rows" else table.columns).reverse()


class File(Edit):
    """Drops a file, cuts it after a share of its rows, leaves only its header, or adds a copy.

    `as_on_baseline`: the system did not export again. A ZIP means all its members.
    """

    file: str
    do: Literal["drop", "cut", "empty", "as_on_baseline", "add"]
    keep: float = Field(default=0.5, gt=0, lt=1)
    copy_of: str | None = None

    @model_validator(mode="after")
    def _has_a_source(self) -> File:
        if (self.do == "add") != (self.copy_of is not None):
            raise ValueError("`copy_of` belongs to `add`")
        return self

    def apply(self, evening: Evening) -> None:
        if self.do == "add":
            source = evening.table(str(self.copy_of))
            rows = [dict(row) for row in source.rows]
            evening.files.add(self.file, Table(list(source.columns), rows, source.quoted))
            return
        for path in evening.paths(self.file):
            if self.do == "drop":
                evening.files.drop(path)
            elif self.do == "as_on_baseline":
                evening.files.tables.pop(path, None)
                if path in evening.base:
                    evening.files.texts[path] = evening.base[path]
                else:
                    evening.files.drop(path)
            else:
                table = evening.table(path)
                keep = 0 if self.do == "empty" else int(len(table.rows) * self.keep)
                table.rows = table.rows[:keep]


class Stack(Edit):
    """Sets, adds or removes one place of a stack file: `handoffs/form_to_map/service_level`.

    A step into a list is the id of an item, its value or its place from 0 on.
    """

    file: str
    at: str
    set: Any = None
    add: Any = None
    remove: bool = False

    def apply(self, evening: Evening) -> None:
        yaml = YAML()
        yaml.width = 4096
        name = f"stack/{self.file}"
        if name not in evening.files.texts:
            raise NightError(f"there is no {name}")
        text = evening.files.texts[name]
        document = yaml.load(text)
        parent: Any = None
        place: Any = document
        step: Any = None
        for part in self.at.split("/"):
            parent, step = place, _step(place, part, self.at)
            is_last_new = step is not None and isinstance(place, dict) and step not in place
            place = None if is_last_new else place[step]
        if self.remove:
            del parent[step]
        elif self.add is not None:
            place.append(self.add) if isinstance(place, list) else place.update(self.add)
        else:
            if place == self.set:
                raise NightError(f"{name}: {self.at} is {self.set} already")
            parent[step] = self.set
        out = io.StringIO()
        yaml.dump(document, out)
        evening.files.texts[name] = out.getvalue()


def _step(place: Any, part: str, at: str) -> Any:
    if isinstance(place, list):
        if part.isdecimal() and int(part) < len(place):
            return int(part)
        for index, item in enumerate(place):
            if part in (item, isinstance(item, dict) and (item.get("id") or item.get("source"))):
                return index
        raise NightError(f"{at}: the list has no item {part}")
    if not isinstance(place, dict):
        raise NightError(f"{at}: nothing below {part}")
    return part


class Waiver(Edit):
    """Adds a waiver."""

    check_id: str
    handoff_id: str = ""
    record_id: str = ""
    reason: str
    owner: str
    expires_on: str

    def apply(self, evening: Evening) -> None:
        evening.table("seeds/waivers.csv").rows.append(self.model_dump())

"""Every case of the corpus has the rows, rejects and message it declares, in one ingest run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import duckdb
import pytest
from support.corpus import files, non_records, structure, text
from support.corpus.case import Case

from ingest.run import ingest
from ingest.sql import identifier

CASES = [*structure.CASES, *text.CASES, *non_records.CASES, *files.CASES]


@dataclass
class Loaded:
    """The database of the corpus, with queries per case."""

    con: duckdb.DuckDBPyConnection

    def file(self, case: Case) -> dict[str, Any]:
        found = self.con.sql(
            "from raw_handoff.files where path = ? and member is not distinct from ?",
            params=[f"{case.name}/{case.file}", case.member],
        ).to_arrow_table()
        assert found.num_rows == 1, self.con.sql(
            "from raw_handoff.files where path = ?", params=[f"{case.name}/{case.file}"]
        ).fetchall()
        row: dict[str, Any] = found.to_pylist()[0]
        return row

    def table(self, row: dict[str, Any]) -> tuple[tuple[str, ...], tuple[tuple[Any, ...], ...]]:
        """Headers and cells of a file, in its order."""
        columns = self.con.execute(
            "select header, column_name from raw_handoff.columns "
            "where file_id = ? and system = ? order by position",
            [row["file_id"], row["system"]],
        ).fetchall()
        names = ", ".join(identifier(name) for _, name in columns)
        table = f"{identifier(row['table_schema'])}.{identifier(row['table_name'])}"
        cells = self.con.execute(
            f"select {names} from {table} where _system = ? and _file = ? order by _row",
            [row["system"], row["file_id"]],
        ).fetchall()
        return tuple(header for header, _ in columns), tuple(cells)

    def lines_of(self, name: str, columns: str, file_id: str) -> tuple[tuple[Any, ...], ...]:
        query = f"select {columns} from raw_handoff.{name} where file_id = ? order by line"
        return tuple(self.con.execute(query, [file_id]).fetchall())


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    root = tmp_path_factory.mktemp("corpus")
    exports, stack = root / "exports", root / "stack"
    stack.mkdir()
    systems = []
    for case in CASES:
        path = exports / case.name / case.file
        path.parent.mkdir(parents=True)
        path.write_bytes(case.data)
        common = f"id: {case.name}, name: {case.name}, functions: [route]"
        common += f", encoding: {case.declared}" if case.declared else ""
        if case.mapped:
            columns = f"columns: {{record_id: {case.mapped}}}"
            table = f'{{object: thing, files: ["{case.name}/*"], entity: people, {columns}}}'
            systems.append(f"  - {{{common}, role: transport, tables: [{table}]}}")
        else:
            glob = f'files: ["{case.name}/*"]'
            systems.append(f"  - {{{common}, vendor: salesforce, role: transport, {glob}}}")
    company = "company: {name: Test, currency: USD}\nsystems:\n"
    (stack / "stack.yml").write_text(company + "\n".join(systems))
    ingest(exports, root / "corpus.duckdb", stack)
    return Loaded(duckdb.connect(str(root / "corpus.duckdb"), read_only=True))


def test_the_corpus_is_large_and_its_names_are_unique() -> None:
    assert len(CASES) >= 120
    assert len({case.name for case in CASES}) == len(CASES)
    assert len({case.data for case in CASES if case.rejects or case.non_records}) == len(
        [case for case in CASES if case.rejects or case.non_records]
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Case, loaded: Loaded) -> None:
    row = loaded.file(case)
    message = row["message"] or ""
    if case.failed or case.unknown:
        assert row["status"] == ("failed" if case.failed else "unknown"), message
        assert message.endswith(case.failed) and message.startswith(case.unknown)
        return
    assert row["status"] == "loaded", message
    assert loaded.table(row) == (case.header, case.rows)
    found = loaded.lines_of("rejects", "line, reason, raw_text", row["file_id"])
    assert found == tuple(sorted(case.rejects))
    found = loaded.lines_of("non_record_lines", "line, kind", row["file_id"])
    assert found == case.non_records
    lines = sum(kind != "empty_column" for _, kind in case.non_records)
    assert row["non_record_lines"] == lines + case.blank_lines
    assert row["records_in_file"] == len(case.rows) + len(case.rejects)
    assert case.note in message
    if case.encoding:
        assert row["encoding"] == case.encoding

"""Runs Splink, a development dependency, on the same records, with two settings.

`documented` follows the example of that project for people: raw columns, blocking by equal values.
`expert` cleans the values first, blocks on more keys and weighs rare values higher. Both are scored
at every threshold, and the best one is reported: a favour that needs the truth.
"""

from __future__ import annotations

import argparse
import logging
import resource
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import splink.comparison_level_library as levels
import splink.comparison_library as compare
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from bench.duplicates.score import Score, score_people

THRESHOLDS = (0.5, 0.9, 0.95, 0.97, 0.98, 0.99, 0.995, 0.999, 0.9995, 0.9999, 0.99999)
SEED = 7

RAW = """
select key as unique_id, {names}, address as email, coalesce(phone, mobile) as phone,
    company_name as company, city
from read_csv('{file}', header = true, all_varchar = true)
"""
# Values as an expert cleans them: letters, one notation per phone, no legal form.
CLEAN = """
with parted as (
    select * replace (
        case
            when first is null and last like '%, %' then split_part(last, ', ', 2)
            when first is null and last like '% %' then split_part(last, ' ', 1)
            when first like '% %' and last in ('.', '-', 'n/a', 'N/A', 'Unknown', '?', 'xxx')
                then split_part(first, ' ', 1)
            else first
        end as first,
        case
            when first is null and last like '%, %' then split_part(last, ', ', 1)
            when first is null and last like '% %' then substr(last, strpos(last, ' ') + 1)
            when first like '% %' and last in ('.', '-', 'n/a', 'N/A', 'Unknown', '?', 'xxx')
                then substr(first, strpos(first, ' ') + 1)
            else last
        end as last)
    from read_csv('{file}', header = true, all_varchar = true)
),

plain as (
    select key,
        nullif(trim(regexp_replace(
            strip_accents(lower(first)), '^(dr|prof|mr|ms|ing)\\.? ', '')), '') as first_name,
        nullif(trim(regexp_replace(regexp_replace(strip_accents(lower(last)),
            '[, ]+(phd|mba|cpa|msc|p\\.e\\.|m\\.d\\.|jr\\.?|sr\\.?|i{{1,3}})$', ''),
            '[^a-z -]', '', 'g')), '') as last_name,
        nullif(regexp_extract(
            lower(address), '[a-z0-9._+-]+@[a-z0-9-]+(\\.[a-z0-9-]+)*'), '') as email,
        regexp_replace(coalesce(phone, mobile), '( ext.*| x[0-9]+)$|[^0-9]', '', 'g') as phone,
        nullif(trim(regexp_replace(regexp_replace(lower(company_name), '[.,]', '', 'g'),
            ' (incorporated|inc|llc|corp|corporation|ltd|limited|plc|llp|gmbh|ag|sarl|sas|sa|sl'
            || '|bv|nv|pvt ltd|private limited|srl|spa|ab|hb|aps|as)$', '')), '') as company,
        lower(city) as city
    from parted
)

select key as unique_id,
    nullif(first_name, '') as first_name,
    case when last_name not in ('unknown', 'na', 'xxx', 'not provided', '-') then last_name end
        as last_name,
    first_name || ' ' || last_name as full_name,
    case
        when email not in ('none@none.com', 'noemail@noemail.com', 'test@test.com', 'a@a.com')
            and split_part(email, '@', 1) not in
            ('info', 'office', 'contact', 'hello', 'sales', 'noemail', 'none', 'unknown', 'na')
            then email
    end as email,
    split_part(email, '@', 1) as local_part,
    case when length(phone) >= 7 then right(phone, 8) end as phone,
    company, city
from plain
"""


@dataclass(frozen=True)
class Outcome:
    """The best threshold of one setting, its score, and all others."""

    settings: str
    threshold: float
    best: Score
    at_99: Score
    cpu: float


def _documented() -> tuple[list[Any], list[Any], list[Any], list[Any]]:
    comparisons = [
        compare.NameComparison("first_name"),
        compare.NameComparison("last_name"),
        compare.EmailComparison("email"),
        compare.ExactMatch("phone"),
        compare.ExactMatch("city").configure(term_frequency_adjustments=True),
    ]
    blocking = [
        block_on("email"),
        block_on("first_name", "last_name"),
        block_on("first_name", "city"),
        block_on("last_name", "city"),
        block_on("phone"),
    ]
    training = [block_on("first_name", "last_name"), block_on("email")]
    rules = ["l.email = r.email", "l.first_name = r.first_name and l.last_name = r.last_name"
             " and l.phone = r.phone"]  # fmt: skip
    return comparisons, blocking, training, rules


def _expert() -> tuple[list[Any], list[Any], list[Any], list[Any]]:
    comparisons = [
        compare.ForenameSurnameComparison(
            "first_name", "last_name", forename_surname_concat_col_name="full_name"
        ),
        # Without levels for alike addresses: colleagues have them, and the company counts already.
        compare.CustomComparison(
            [
                levels.NullLevel("email"),
                levels.ExactMatchLevel("email", term_frequency_adjustments=True),
                levels.ExactMatchLevel("local_part", term_frequency_adjustments=True),
                levels.ElseLevel(),
            ],
            output_column_name="email",
        ),
        compare.ExactMatch("phone").configure(term_frequency_adjustments=True),
        # One comparison, because colleagues often have the city in common, too.
        compare.CustomComparison(
            [
                levels.And(levels.NullLevel("company"), levels.NullLevel("city")),
                levels.ExactMatchLevel("company", term_frequency_adjustments=True),
                levels.ExactMatchLevel("city", term_frequency_adjustments=True),
                levels.ElseLevel(),
            ],
            output_column_name="employer_or_city",
        ),
    ]
    blocking = [
        block_on("email"),
        block_on("phone"),
        block_on("first_name", "last_name"),
        block_on("last_name", "company"),
        block_on("first_name", "company"),
        block_on("local_part"),
        block_on("last_name", "first_name[1]", "city"),
    ]
    training = [block_on("first_name", "last_name"), block_on("email")]
    rules = ["l.email = r.email", "l.full_name = r.full_name and l.company = r.company"]
    return comparisons, blocking, training, rules


SETTINGS = {"documented": (RAW, _documented), "expert": (CLEAN, _expert)}


def run(settings: str, truth: Path) -> Outcome:
    """Trains, predicts and clusters; scores at every threshold."""
    logging.getLogger("splink").setLevel(logging.ERROR)
    begin = _cpu()
    query, made = SETTINGS[settings]
    comparisons, blocking, training, rules = made()
    con = duckdb.connect()
    query = query.format(file=truth / "people.csv", names="first as first_name, last as last_name")
    con.execute(f"create table people as {query}")
    api = DuckDBAPI(connection=con)
    creator = SettingsCreator(
        link_type="dedupe_only",
        comparisons=comparisons,
        blocking_rules_to_generate_predictions=blocking,
        retain_matching_columns=False,
    )
    linker = Linker(api.register("people"), creator, log_level=logging.ERROR)
    linker.training.estimate_probability_two_random_records_match(rules, recall=0.6)
    linker.training.estimate_u_using_random_sampling(max_pairs=5e6, seed=SEED)
    for rule in training:
        linker.training.estimate_parameters_using_expectation_maximisation(
            rule, record_sample_proportion=1.0
        )
    predicted = linker.inference.predict(threshold_match_probability=min(THRESHOLDS))
    scores = dict(_scores(linker, predicted, con, truth))
    best = max(scores, key=lambda threshold: scores[threshold].f1)
    return Outcome(settings, best, scores[best], scores[0.99], _cpu() - begin)


def _scores(
    linker: Any, predicted: Any, con: duckdb.DuckDBPyConnection, truth: Path
) -> Iterator[tuple[float, Score]]:
    for threshold in THRESHOLDS:
        clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(
            predicted, threshold_match_probability=threshold
        )
        yield threshold, score_people(_pairs(con, clusters.physical_name), truth)


def _pairs(con: duckdb.DuckDBPyConnection, clusters: str) -> pa.Table:
    return con.sql(f"""
        select one.unique_id as left_key, other.unique_id as right_key
        from {clusters} as one
        inner join {clusters} as other
            on one.cluster_id = other.cluster_id and one.unique_id < other.unique_id
    """).to_arrow_table()


def _cpu() -> float:
    now = resource.getrusage(resource.RUSAGE_SELF)
    return now.ru_utime + now.ru_stime


def main() -> None:
    """Prints the figures of one population."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("truth", type=Path, help="folder `truth` of a drawn population")
    options = parser.parse_args()
    for settings in SETTINGS:
        out = run(settings, options.truth)
        for name, score in ((f"{out.threshold}", out.best), ("0.99", out.at_99)):
            print(f"{settings} at {name}: P {score.precision:.3f} R {score.recall:.3f}"
                  f" F1 {score.f1:.3f} CPU {out.cpu:.0f} s {score.hard}", flush=True)  # fmt: skip


if __name__ == "__main__":
    main()

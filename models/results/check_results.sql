-- The verdict of every check. A check without its inputs never passes: the inputs are listed. A
-- check
-- that could not judge too many rows does not pass either, and the reasons are listed.
with
    checks as (select * from {{ ref('checks') }}),

    counts as (select * from {{ ref('check_counts') }}),

    inputs as (select * from {{ ref('check_inputs') }}),

    not_judged as (select * from {{ ref('not_judged') }}),

    missing_declarations as (select * from {{ ref('missing_declarations') }}),

    as_of as (select * from {{ ref('as_of') }}),

    totals as (
        select
            check_id,
            bool_and(has_evidence) as has_evidence,
            cast(sum(scope) as bigint) as scope,
            cast(sum(violations) as bigint) as violations,
            cast(coalesce(sum(waived), 0) as bigint) as waived,
            cast(coalesce(sum(unconfirmed), 0) as bigint) as unconfirmed,
            cast(coalesce(sum(not_judged), 0) as bigint) as not_judged,
            cast(sum(undecided) as bigint) as undecided
        from counts
        group by check_id
    ),

    counted as (
        select
            *,
            scope + not_judged as candidates,
            100 * not_judged
            > {{ audit_limit('not_judged_percent') }} * (scope + not_judged) as is_mostly_unknown
        from totals
    ),

    -- The most frequent grade in scope; of two equally frequent ones, the worse.
    graded as (
        select
            check_id,
            evidence_grade,
            row_number() over (
                partition by check_id order by sum(scope) desc, evidence_grade desc
            ) as place
        from counts
        where evidence_grade is not null
        group by check_id, evidence_grade
    ),

    reasons as (
        select check_id, reason, cast(sum(not_judged) as bigint) as not_judged
        from not_judged
        group by check_id, reason
    ),

    -- The three most frequent reasons; results.not_judged lists them all.
    ranked_reasons as (
        select
            *,
            row_number() over (partition by check_id order by not_judged desc, reason) as place,
            count(*) over (partition by check_id) as reasons
        from reasons
    ),

    explained as (
        select
            check_id,
            {{ string_agg_sorted("reason || ' (' || not_judged || ')'", "'; '") }}
            || case when max(reasons) > 3 then '; other reasons' else '' end as not_judged_because
        from ranked_reasons
        where place <= 3
        group by check_id
    ),

    undeclared as (
        select check_id, {{ string_agg_sorted('name', "', '") }} as names
        from missing_declarations
        group by check_id
    ),

    -- One row per canonical column without any export, with the columns that would fill it.
    missing_columns as (
        select
            check_id,
            canonical_table,
            canonical_column,
            {{ string_agg_sorted("vendor || ' ' || object || '.' || header", "' or '") }} as sources
        from inputs
        where not is_optional and not is_canonical_column_fed and is_first_choice
        group by check_id, canonical_table, canonical_column
    ),

    missing as (
        select
            check_id,
            {{ string_agg_sorted(
            "canonical_table || '.' || canonical_column || ' (add ' || sources || ')'", "'; '"
        ) }} as missing_inputs
        from missing_columns
        group by check_id
    ),

    -- Objects of the company's vendors that the check needs and that were not exported.
    absent as (
        select
            check_id, {{ string_agg_sorted("distinct vendor || ' ' || object", "', '") }} as objects
        from inputs
        where
            not is_object_exported
            and is_own_vendor
            and vendor not in ('mapped', 'stack', 'any vendor')
        group by check_id
    ),

    -- Exports that lack a column which other exports have: the check runs on fewer rows.
    partial as (
        select
            check_id,
            {{ string_agg_sorted("distinct vendor || ' ' || object || '.' || header", "'; '") }}
            as partial_inputs
        from inputs
        where
            is_canonical_column_fed
            and is_object_exported
            and not is_column_exported
            -- A mapping lists the columns of its file; columns it does not list were never
            -- expected.
            and vendor <> 'mapped'
        group by check_id
    ),

    judged as (
        select
            checks.check_id,
            checks.area,
            checks.severity,
            coalesce(counted.scope, 0) as scope,
            coalesce(counted.violations, 0) as violations,
            coalesce(counted.waived, 0) as waived,
            coalesce(counted.unconfirmed, 0) as unconfirmed,
            coalesce(counted.not_judged, 0) as not_judged,
            explained.not_judged_because,
            cast(coalesce(counted.violations, 0) as decimal(18, 6))
            / nullif(counted.scope, 0) as rate,
            checks.tolerance,
            case
                when not coalesce(counted.has_evidence, false)
                then 'error'
                when counted.undecided > 0
                then 'error'
                when missing.missing_inputs is not null
                then 'not_computable'
                -- Also with rows in scope: without a promise, say, nothing can be late.
                when undeclared.names is not null
                then 'not_computable'
                when counted.scope = 0
                then 'not_computable'
                -- A failure that no unknown row can undo.
                when counted.violations > checks.tolerance * counted.candidates
                then 'fail'
                when counted.is_mostly_unknown
                then 'not_computable'
                when counted.violations > checks.tolerance * counted.scope
                then 'fail'
                when counted.violations + counted.waived > checks.tolerance * counted.scope
                then 'waived'
                when
                    counted.violations + counted.waived + counted.unconfirmed
                    > checks.tolerance * counted.scope
                then 'unconfirmed'
                else 'pass'
            end as status,
            case
                when not coalesce(counted.has_evidence, false)
                then 'its query failed; see the dbt log'
                when counted.undecided > 0
                then counted.undecided || ' rows have neither a verdict nor a reason, or both'
                when missing.missing_inputs is not null
                then
                    coalesce('stack/ does not declare ' || undeclared.names || '; ', '')
                    || 'no export feeds '
                    || missing.missing_inputs
                when undeclared.names is not null
                then 'stack/ does not declare ' || undeclared.names
                when counted.scope = 0 and counted.not_judged > 0
                then 'no record could be judged: ' || explained.not_judged_because
                when
                    counted.is_mostly_unknown
                    and counted.violations <= checks.tolerance * counted.candidates
                then
                    counted.not_judged
                    || ' of '
                    || counted.candidates
                    || ' rows could not be judged: '
                    || explained.not_judged_because
                when counted.scope = 0
                then
                    'no record is in scope'
                    || coalesce('; not exported so far: ' || absent.objects, '')
            end as reason,
            missing.missing_inputs,
            partial.partial_inputs,
            graded.evidence_grade as rows_grade
        from checks
        left join counted on checks.check_id = counted.check_id
        left join missing on checks.check_id = missing.check_id
        left join partial on checks.check_id = partial.check_id
        left join absent on checks.check_id = absent.check_id
        left join undeclared on checks.check_id = undeclared.check_id
        left join explained on checks.check_id = explained.check_id
        left join graded on checks.check_id = graded.check_id and graded.place = 1
    ),

    final as (
        select
            judged.check_id,
            judged.area,
            judged.severity,
            judged.status,
            judged.scope,
            judged.violations,
            judged.waived,
            judged.unconfirmed,
            judged.not_judged,
            judged.not_judged_because,
            cast(judged.rate as decimal(9, 6)) as rate,
            judged.tolerance,
            case
                when judged.status in ('error', 'not_computable')
                then 'D'
                when judged.partial_inputs is not null or judged.not_judged > 0
                then greatest('B', coalesce(judged.rows_grade, 'B'))
                else coalesce(judged.rows_grade, 'A')
            end as evidence_grade,
            judged.reason,
            judged.missing_inputs,
            judged.partial_inputs,
            as_of.as_of
        from judged
        cross join as_of
    )

select *
from final

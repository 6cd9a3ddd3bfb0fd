-- The figures of the first screen.
with
    results as (select * from {{ ref('check_results') }}),

    findings as (select * from {{ ref('findings') }}),

    handoffs as (select * from {{ ref('report_handoffs') }}),

    records as (select * from {{ ref('report_records') }}),

    waiting as (select * from {{ ref('report_waiting') }}),

    systems as (select * from {{ ref('report_systems') }}),

    trend as (select * from {{ ref('report_trend') }}),

    movement as (select * from {{ ref('record_movement') }}),

    baseline as (select * from {{ ref('baseline') }}),

    scores as (select * from {{ ref('handoff_scores') }}),

    guesses as (select * from {{ ref('declared_unconfirmed') }}),

    company as (select * from {{ ref('declared_company') }}),

    as_of as (select * from {{ ref('as_of') }}),

    files as (select * from {{ source('raw_handoff', 'files') }}),

    checked as (
        select
            count(*) as checks,
            count(case when status = 'fail' then 1 end) as failing_checks,
            count(case when status = 'pass' then 1 end) as passing_checks,
            count(case when status = 'unconfirmed' then 1 end) as unconfirmed_checks,
            count(case when status = 'waived' then 1 end) as waived_checks,
            count(
                case when status in ('not_computable', 'error') then 1 end
            ) as not_computed_checks,
            cast(coalesce(sum(scope), 0) as bigint) as judged,
            cast(coalesce(sum(not_judged), 0) as bigint) as not_judged,
            cast(coalesce(sum(unconfirmed), 0) as bigint) as unconfirmed
        from results
    ),

    found as (
        select
            count(*) as findings,
            cast(sum(cost) as decimal(18, 2)) as cost,
            max(cost_currency) as currency,
            max(cost_basis) as cost_basis
        from findings
        where status = 'fail'
    ),

    affected as (
        select
            count(distinct record_key) as records,
            count(distinct case when kind = 'person' then person_id end) as people
        from records
        where status = 'fail' and not is_waived and not is_unconfirmed
    ),

    waiting_now as (
        select count(*) as waiting, max(elapsed_seconds) as longest_seconds from waiting
    ),

    flows as (
        select count(*) as handoffs, count(case when status = 'fail' then 1 end) as failing_handoffs
        from handoffs
    ),

    weakest as (select * from scores where is_weakest),

    exported as (
        select
            count(*) as systems,
            count(case when files = 0 then 1 end) as systems_without_export,
            min(exported_to) as first_exported_to,
            max(exported_to) as last_exported_to
        from systems
    ),

    unread as (
        select
            count(case when status in ('loaded', 'unchanged') then 1 end) as files,
            count(case when status not in ('loaded', 'unchanged') then 1 end) as files_not_read,
            cast(coalesce(sum(rows_rejected), 0) as bigint) as rows_rejected
        from files
    ),

    moved as (
        select
            cast(coalesce(sum(new_violations * one_in), 0) as bigint) as new_violations,
            cast(coalesce(sum(turned_bad * one_in), 0) as bigint) as turned_bad,
            cast(coalesce(sum(mended * one_in), 0) as bigint) as mended
        from movement
    ),

    accepted as (select count(*) as accepted_results from baseline),

    audited as (select count(distinct run_id) as runs from trend),

    guessed as (select count(*) as unconfirmed_declarations from guesses),

    final as (
        select
            company.name as company,
            as_of.as_of,
            case
                when checked.failing_checks > 0
                then 'fail'
                when checked.unconfirmed_checks > 0
                then 'unconfirmed'
                when checked.not_computed_checks > 0
                then 'not_computable'
                else 'pass'
            end as verdict,
            checked.checks,
            checked.failing_checks,
            checked.passing_checks,
            checked.unconfirmed_checks,
            checked.waived_checks,
            checked.not_computed_checks,
            found.findings,
            flows.handoffs,
            flows.failing_handoffs,
            affected.people as people_affected,
            affected.records as records_affected,
            found.cost,
            found.currency,
            found.cost_basis,
            waiting_now.waiting,
            waiting_now.longest_seconds as longest_waiting_seconds,
            weakest.handoff_id as weakest_handoff,
            weakest.name as weakest_handoff_name,
            weakest.worst_check as weakest_check,
            weakest.broken_share as weakest_share,
            weakest.low as weakest_low,
            weakest.high as weakest_high,
            weakest.broken_records as weakest_broken_records,
            weakest.records as weakest_records,
            checked.judged,
            checked.not_judged,
            cast(
                cast(checked.not_judged as decimal(18, 6))
                / nullif(checked.judged + checked.not_judged, 0) as decimal(9, 6)
            ) as share_not_judged,
            checked.unconfirmed,
            guessed.unconfirmed_declarations,
            exported.systems,
            exported.systems_without_export,
            exported.first_exported_to,
            exported.last_exported_to,
            unread.files,
            unread.files_not_read,
            unread.rows_rejected,
            audited.runs,
            accepted.accepted_results,
            case when accepted.accepted_results > 0 then moved.new_violations end as new_violations,
            case when accepted.accepted_results > 0 then moved.turned_bad end as turned_bad,
            case when accepted.accepted_results > 0 then moved.mended end as mended
        from checked
        cross join found
        cross join flows
        cross join affected
        cross join waiting_now
        cross join exported
        cross join unread
        cross join moved
        cross join accepted
        cross join audited
        cross join guessed
        cross join as_of
        left join company on true
        left join weakest on true
    )

select *
from final

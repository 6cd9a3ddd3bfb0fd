-- The contract of each handoff, what it carried and the worst verdict of its checks.
with
    checks as (select * from {{ ref('checks') }}),

    handoffs as (select * from {{ ref('declared_handoffs') }}),

    owners as (select * from {{ ref('declared_owners') }}),

    service_levels as (select * from {{ ref('declared_service_levels') }}),

    results as (select * from {{ ref('handoff_results') }}),

    findings as (select * from {{ ref('findings') }}),

    records as (select * from {{ ref('report_records') }}),

    pairs as (select * from {{ ref('audit_fidelity__records') }}),

    hops as (select * from {{ ref('report_hops') }}),

    carried as (
        select
            handoff_id,
            count(case when is_due then 1 end) as due,
            count(case when is_due and has_target then 1 end) as arrived
        from pairs
        group by handoff_id
    ),

    timed as (
        select
            handoff_id, cast(sum(due) as bigint) as due, cast(sum(met + late) as bigint) as arrived
        from hops
        where handoff_id is not null
        group by handoff_id
    ),

    judged as (
        select
            results.handoff_id,
            count(*) as checks,
            count(case when results.status = 'fail' then 1 end) as failing_checks,
            cast(sum(results.not_judged) as bigint) as not_judged,
            min(
                case
                    results.status
                    when 'error'
                    then 1
                    when 'fail'
                    then 2
                    when 'unconfirmed'
                    then 3
                    when 'not_computable'
                    then 4
                    when 'waived'
                    then 5
                    else 6
                end
            ) as worst
        from results
        inner join checks on results.check_id = checks.check_id
        -- A gap in the contract is no broken promise; the column `missing` and the findings name
        -- it.
        where results.handoff_id is not null and checks.area <> 'contracts'
        group by results.handoff_id
    ),

    affected as (
        select
            handoff_id,
            count(distinct record_key) as records,
            count(distinct case when kind = 'person' then person_id end) as people
        from records
        where handoff_id is not null and status = 'fail' and not is_waived and not is_unconfirmed
        group by handoff_id
    ),

    costs as (
        select handoff_id, cast(sum(cost) as decimal(18, 2)) as cost, max(cost_currency) as currency
        from findings
        where handoff_id is not null and status = 'fail'
        group by handoff_id
    ),

    -- A contract is one row, whose share is nothing or all: it would outdo every share of records.
    weakest as (
        select handoff_id, check_id, rate, violations, scope
        from findings
        where handoff_id is not null and status = 'fail' and area is distinct from 'contracts'
        qualify
            row_number() over (
                partition by handoff_id order by rate desc, violations desc, check_id
            )
            = 1
    ),

    final as (
        select
            handoffs.handoff_id,
            coalesce(handoffs.name, handoffs.handoff_id) as name,
            handoffs.from_system,
            handoffs.from_object,
            handoffs.to_system,
            handoffs.to_object,
            handoffs.hop,
            handoffs.trigger,
            handoffs.direction,
            coalesce(owners.name, handoffs.owner) as owner,
            owners.team as owner_team,
            coalesce(backups.name, handoffs.backup) as backup,
            service_levels.within_seconds,
            service_levels.clock,
            handoffs.failure_path,
            nullif(
                substr(
                    case when handoffs.owner is null then ', owner' else '' end
                    || case when handoffs.backup is null then ', backup' else '' end
                    || case when handoffs.trigger is null then ', trigger' else '' end
                    || case when handoffs.service_level is null then ', promised time' else '' end
                    || case when handoffs.failure_path is null then ', failure path' else '' end,
                    3
                ),
                ''
            ) as missing,
            coalesce(carried.due, timed.due) as due,
            coalesce(carried.arrived, timed.arrived) as arrived,
            case
                judged.worst
                when 1
                then 'error'
                when 2
                then 'fail'
                when 3
                then 'unconfirmed'
                when 4
                then 'not_computable'
                when 5
                then 'waived'
                when 6
                then 'pass'
            end as status,
            coalesce(judged.checks, 0) as checks,
            coalesce(judged.failing_checks, 0) as failing_checks,
            coalesce(judged.not_judged, 0) as not_judged,
            coalesce(affected.records, 0) as records_affected,
            coalesce(affected.people, 0) as people_affected,
            costs.cost,
            costs.currency,
            weakest.check_id as weakest_check,
            weakest.rate as weakest_rate,
            weakest.violations as weakest_violations,
            weakest.scope as weakest_scope,
            handoffs.declared_in
        from handoffs
        left join owners on handoffs.owner = owners.owner
        left join owners as backups on handoffs.backup = backups.owner
        left join service_levels on handoffs.service_level = service_levels.service_level
        left join carried on handoffs.handoff_id = carried.handoff_id
        left join timed on handoffs.handoff_id = timed.handoff_id
        left join judged on handoffs.handoff_id = judged.handoff_id
        left join affected on handoffs.handoff_id = affected.handoff_id
        left join costs on handoffs.handoff_id = costs.handoff_id
        left join weakest on handoffs.handoff_id = weakest.handoff_id
    )

select *
from final

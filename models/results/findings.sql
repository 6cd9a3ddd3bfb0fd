-- What to act on: a failing check on a handoff (or, where no handoff applies, on the stack).
with

results as (
    select * from {{ ref('check_results') }}
),

checks as (
    select * from {{ ref('checks') }}
),

counts as (
    select
        check_id,
        handoff_id,
        cast(sum(scope) as bigint) as scope,
        cast(sum(violations) as bigint) as violations
    from {{ ref('check_counts') }}
    group by
        check_id,
        handoff_id
),

handoffs as (
    select * from {{ ref('declared_handoffs') }}
),

owners as (
    select * from {{ ref('declared_owners') }}
),

-- A check that names a handoff only where something broke says nothing about the rows that
-- passed: any of them could have broken there, so all of them are what the share is of.
populations as (
    select
        check_id,
        cast(sum(scope) as bigint) as scope,
        bool_or(handoff_id is null and scope > 0) as is_partly_named
    from counts
    group by check_id
),

scoped as (
    select
        counts.check_id,
        counts.handoff_id,
        counts.violations,
        case
            when populations.is_partly_named then populations.scope
            else counts.scope
        end as scope
    from counts
    inner join populations
        on counts.check_id = populations.check_id
),

costs as (
    select
        max(amount) filter (where cost = 'hourly_rate') as hourly_rate,
        max(amount) filter (where cost = 'minutes_per_manual_fix') as minutes_per_fix,
        max(currency) as currency
    from {{ ref('declared_costs') }}
),

final as (
    select
        substr(
            md5(checks.check_id || '|' || coalesce(scoped.handoff_id, '')), 1, 12
        ) as finding_id,
        checks.check_id,
        scoped.handoff_id,
        checks.area,
        checks.severity,
        checks.claim,
        scoped.scope,
        scoped.violations,
        cast(
            cast(scoped.violations as decimal(18, 6)) / nullif(scoped.scope, 0) as decimal(9, 6)
        ) as rate,
        coalesce(owners.name, checks.owner) as owner,
        handoffs.backup,
        checks.effort,
        checks.is_reversible,
        checks.remedy,
        cast(
            scoped.violations * costs.minutes_per_fix / 60 * costs.hourly_rate as decimal(18, 2)
        ) as cost,
        costs.currency as cost_currency,
        case
            when costs.hourly_rate is null or costs.minutes_per_fix is null
                then 'not computable: declare hourly_rate and minutes_per_manual_fix under costs'
            else 'violations x minutes_per_manual_fix / 60 x hourly_rate'
        end as cost_basis,
        handoffs.declared_in
    from scoped
    inner join results
        on scoped.check_id = results.check_id
    inner join checks
        on scoped.check_id = checks.check_id
    left join handoffs
        on scoped.handoff_id = handoffs.handoff_id
    left join owners
        on handoffs.owner = owners.owner
    cross join costs
    where
        results.status = 'fail'
        and scoped.violations > 0
)

select * from final

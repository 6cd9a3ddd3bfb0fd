-- Findings to fix: a failing check on a handoff (or on the stack, if no handoff applies).
with
    results as (select * from {{ ref('handoff_results') }}),

    checks as (select * from {{ ref('checks') }}),

    check_owners as (select * from {{ ref('check_owners') }}),

    contracts as (select * from {{ ref('declared_contracts') }}),

    rules as (select * from {{ ref('declared_rules') }}),

    sums as (select * from {{ ref('declared_sum_sides') }} where side = 'left'),

    owners as (select * from {{ ref('declared_owners') }}),

    explanations as (select * from {{ ref('audit_contracts__explanations') }}),

    declared_costs as (select * from {{ ref('declared_costs') }}),

    -- Who is responsible: the owner of the handoff, the rule or the sum that a check names.
    responsible as (
        select handoff_id, owner, backup, declared_in
        from contracts
        union all
        select
            rule_id as handoff_id,
            owner,
            cast(null as {{ dbt.type_string() }}) as backup,
            declared_in
        from rules
        union all
        select
            sum_id as handoff_id,
            owner,
            cast(null as {{ dbt.type_string() }}) as backup,
            declared_in
        from sums
    ),

    -- A demand has its own line; of several tokens, the first one.
    lines as (
        select check_id, handoff_id, min(declared_in) as declared_in
        from explanations
        group by check_id, handoff_id
    ),

    costs as (
        select
            max(amount) filter (where cost = 'hourly_rate') as hourly_rate,
            max(amount) filter (where cost = 'minutes_per_manual_fix') as minutes_per_fix,
            max(currency) as currency
        from declared_costs
    ),

    final as (
        select
            results.finding_id,
            checks.check_id,
            results.handoff_id,
            results.status,
            checks.area,
            checks.severity,
            checks.claim,
            results.scope,
            results.violations,
            results.waived,
            results.unconfirmed,
            results.not_judged,
            results.rate,
            coalesce(owners.name, check_owners.owner) as owner,
            responsible.backup,
            checks.effort,
            checks.is_reversible,
            checks.remedy,
            cast(
                results.violations
                * costs.minutes_per_fix
                / 60
                * costs.hourly_rate as decimal(18, 2)
            ) as cost,
            costs.currency as cost_currency,
            case
                when costs.hourly_rate is null or costs.minutes_per_fix is null
                then 'not computable: declare hourly_rate and minutes_per_manual_fix under costs'
                else 'violations x minutes_per_manual_fix / 60 x hourly_rate'
            end as cost_basis,
            coalesce(lines.declared_in, responsible.declared_in) as declared_in
        from results
        inner join checks on results.check_id = checks.check_id
        inner join check_owners on results.check_id = check_owners.check_id
        left join responsible on results.handoff_id = responsible.handoff_id
        left join owners on responsible.owner = owners.owner
        left join
            lines
            on results.check_id = lines.check_id
            and results.handoff_id is not distinct from lines.handoff_id
        cross join costs
        where results.finding_id is not null
    )

select *
from final

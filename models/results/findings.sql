-- Findings to fix: a failing check on a handoff (or on the stack, if no handoff applies).
with
    results as (select * from {{ ref('handoff_results') }}),

    checks as (select * from {{ ref('checks') }}),

    check_owners as (select * from {{ ref('check_owners') }}),

    handoffs as (select * from {{ ref('declared_handoffs') }}),

    rules as (select * from {{ ref('declared_rules') }}),

    sums as (select * from {{ ref('declared_sum_sides') }} where side = 'left'),

    owners as (select * from {{ ref('declared_owners') }}),

    harms as (select * from {{ ref('finding_harms') }}),

    counts as (select * from {{ ref('finding_counts') }}),

    money as (select * from {{ ref('finding_money') }}),

    declared_costs as (select * from {{ ref('declared_costs') }}),

    cash_class_checks as (select * from {{ ref('cash_class_checks') }}),

    company as (select * from {{ ref('declared_company') }}),

    class_checks as (select distinct check_id from cash_class_checks),

    -- Who is responsible: the owner of the handoff, the rule or the sum that a check names.
    responsible as (
        select handoff_id, owner, backup, declared_in
        from handoffs
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

    costs as (
        select
            max(amount) filter (where cost = 'hourly_rate') as hourly_rate,
            max(amount) filter (where cost = 'minutes_per_manual_fix') as minutes_per_fix,
            max(currency) as currency
        from declared_costs
    ),

    -- The largest money of a finding; the others are in finding_money.
    main_money as (
        select money.*, count(*) over (partition by finding_id) - 1 as others
        from money
        left join company on true
        qualify
            row_number() over (
                partition by finding_id
                order by
                    case when money.currency = upper(company.currency) then 0 else 1 end,
                    money.likely desc,
                    money.high desc,
                    money.kind,
                    money.currency
            )
            = 1
    ),

    described as (
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
            owners.name is not null or check_owners.is_person as is_owner_person,
            -- A wrong value on an invoice is more than work if it costs money.
            case
                when harms.harm = 'hand_work' and main_money.kind in ('unbilled', 'unpaid')
                then 'lost_revenue'
                when harms.harm = 'hand_work' and main_money.kind = 'overbilled'
                then 'double_charge'
                else harms.harm
            end as harm,
            harms.hop,
            checks.cause,
            checks.effort,
            checks.is_reversible,
            checks.tolerance,
            checks.remedy,
            coalesce(counts.records, 0) as records,
            coalesce(counts.people, 0) as people,
            coalesce(counts.open_records, 0) as open_records,
            class_checks.check_id is not null as has_cash_class,
            main_money.kind as money_kind,
            main_money.currency as money_currency,
            main_money.currency = upper(company.currency) as is_own_currency,
            main_money.low as money_low,
            main_money.likely as money_likely,
            main_money.high as money_high,
            main_money.basis || case
                when main_money.others > 0 then '; more kinds in finding_money' else ''
            end as money_words,
            cast(results.violations * costs.minutes_per_fix as decimal(18, 2)) as minutes,
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
            responsible.declared_in
        from results
        inner join checks on results.check_id = checks.check_id
        inner join check_owners on results.check_id = check_owners.check_id
        left join responsible on results.handoff_id = responsible.handoff_id
        left join owners on responsible.owner = owners.owner
        left join harms on results.finding_id = harms.finding_id
        left join counts on results.finding_id = counts.finding_id
        left join class_checks on results.check_id = class_checks.check_id
        left join main_money on results.finding_id = main_money.finding_id
        cross join costs
        left join company on true
        where results.finding_id is not null
    ),

    -- What comes first: a refusal has no price and cannot be made good; then leads and revenue by
    -- money; work and trust by severity. Where nobody waits, nothing is urgent.
    tiered as (
        select
            described.*,
            case
                when harm = 'compliance'
                then 1
                when harm in ('lost_lead', 'late_lead', 'lost_revenue', 'double_charge')
                then 2
                else 3
            end as tier,
            case
                when effort = 'l' or cause = 'architecture'
                then 'strategic'
                when effort = 's' and is_reversible
                then 'quick_win'
                else 'structural'
            end as bucket
        from described
    ),

    final as (
        select
            finding_id,
            check_id,
            handoff_id,
            case
                when status = 'fail'
                then
                    row_number() over (
                        partition by status
                        order by
                            case when open_records > 0 then 0 else 1 end,
                            tier,
                            case when is_own_currency then 0 else 1 end,
                            money_likely desc nulls last,
                            money_high desc nulls last,
                            case severity when 'high' then 1 when 'medium' then 2 else 3 end,
                            people desc,
                            cost desc nulls last,
                            violations desc,
                            check_id,
                            handoff_id
                    )
            end as rank,
            status,
            area,
            severity,
            claim,
            harm,
            cause,
            bucket,
            scope,
            violations,
            waived,
            unconfirmed,
            not_judged,
            rate,
            tolerance,
            records,
            people,
            open_records,
            owner,
            is_owner_person,
            backup,
            effort,
            is_reversible,
            remedy,
            minutes,
            cost,
            cost_currency,
            cost_basis,
            money_kind,
            money_low,
            money_likely,
            money_high,
            money_currency,
            case
                when status <> 'fail'
                then null
                when money_words is not null
                then money_words
                when harm = 'compliance'
                then 'a refusal has no price: people are counted'
                when harm in ('lost_revenue', 'double_charge')
                then
                    case
                        when has_cash_class
                        then 'no amount of its records is at risk on the way from deal to cash'
                        else 'not priced: the check tells no amount'
                    end
                when harm = 'hand_work'
                then 'the work itself: see cost'
                when harm = 'trust'
                then 'no price: decisions rest on it'
                when (select count(*) from declared_costs where cost = 'value_per_lead') = 0
                then 'needs value_per_lead under costs in stack/'
                when people = 0
                then 'no person is behind its records'
                when harm = 'late_lead' and hop is null
                then 'not priced: no time of its own'
                else 'not priced: too few leads in time and late to compare'
            end as money_basis,
            case
                when
                    status <> 'fail'
                    or harm not in ('lost_lead', 'late_lead', 'lost_revenue', 'double_charge')
                then null
                when harm = 'late_lead' and money_high = 0
                then 'no_effect_visible'
                when money_high is null or cost is null or money_currency <> cost_currency
                then null
                when cost > money_high
                then 'not_worth_fixing'
                else 'worth_fixing'
            end as worth,
            declared_in
        from tiered
    )

select *
from final

-- The money of each record of a finding: what is due or overpaid on deals, invoices and payments,
-- and what a lead is worth. The same money of two records has one `counted_as`.
with
    results as (
        select * from {{ ref('handoff_results') }} where finding_id is not null and status = 'fail'
    ),

    subjects as (
        select * from {{ ref('violation_subjects') }} where not is_waived and not is_unconfirmed
    ),

    harms as (select * from {{ ref('finding_harms') }}),

    class_checks as (select * from {{ ref('cash_class_checks') }}),

    money as (select * from {{ ref('audit_outcomes__money') }}),

    rates as (select * from {{ ref('audit_outcomes__rates') }} where step = 'won'),

    lateness as (select * from {{ ref('audit_outcomes__lateness') }}),

    declared_costs as (select * from {{ ref('declared_costs') }}),

    inputs as (
        select max(amount) as value_per_lead, upper(max(currency)) as currency
        from declared_costs
        where cost = 'value_per_lead'
    ),

    -- What the value of a lead may be, as far as the share of leads that are won is known.
    lead_value as (
        select
            inputs.currency,
            inputs.value_per_lead as likely,
            case
                when rates.n >= {{ audit_limit('score_least_leads') }} and rates.k > 0
                then inputs.value_per_lead * rates.low / rates.rate
                else inputs.value_per_lead
            end as low,
            case
                when rates.n >= {{ audit_limit('score_least_leads') }} and rates.k > 0
                then inputs.value_per_lead * rates.high / rates.rate
                else inputs.value_per_lead
            end as high
        from inputs
        left join rates on true
    ),

    found as (
        select
            results.finding_id,
            harms.harm,
            harms.hop,
            subjects.check_id,
            subjects.record_key,
            subjects.person_id,
            subjects.field,
            subjects.field_kind
        from results
        inner join harms on results.finding_id = harms.finding_id
        inner join
            subjects
            on results.check_id = subjects.check_id
            and results.handoff_id is not distinct from subjects.handoff_id
    ),

    cash as (
        select
            found.finding_id,
            money.counted_as,
            money.kind,
            money.currency,
            max(money.amount) as amount
        from found
        inner join class_checks on found.check_id = class_checks.check_id
        inner join money on found.record_key = money.record_key and class_checks.class = money.class
        where found.field is null or found.field_kind = 'money'
        group by found.finding_id, money.counted_as, money.kind, money.currency
    ),

    people as (
        select finding_id, person_id, min(harm) as harm, min(hop) as hop
        from found
        where harm in ('lost_lead', 'late_lead') and person_id is not null
        group by finding_id, person_id
    ),

    all_kinds as (
        select
            finding_id,
            counted_as,
            kind,
            currency,
            amount as low,
            amount as likely,
            amount as high,
            case
                kind
                when 'unbilled'
                then 'the part of the deals that is due and not invoiced'
                when 'overbilled'
                then 'what was charged beyond what is owed, and paid'
                else 'what the customers still owe on settled invoices'
            end as basis
        from cash
        union all
        select
            people.finding_id,
            people.person_id,
            'pipeline',
            lead_value.currency,
            lead_value.low,
            lead_value.likely,
            lead_value.high,
            'people x value_per_lead; low and high by the interval of the share of leads won'
        from people
        cross join lead_value
        where people.harm = 'lost_lead' and lead_value.likely is not null
        union all
        select
            people.finding_id,
            people.person_id,
            'pipeline',
            lead_value.currency,
            0,
            0,
            case
                when lateness.verdict = 'fewer'
                then lead_value.likely * - lateness.low / nullif(lateness.opportunity_rate, 0)
                else 0
            end,
            case
                when lateness.verdict = 'fewer'
                then
                    'lateness goes with fewer opportunities; high: people x value_per_lead x '
                    || 'largest difference / rate of opportunities'
                else 'no effect of lateness on opportunities is visible in your data'
            end
        from people
        inner join lateness on people.hop = lateness.hop
        cross join lead_value
        where
            people.harm = 'late_lead'
            and lead_value.likely is not null
            and lateness.verdict <> 'too_few'
    ),

    final as (
        select
            finding_id,
            kind,
            currency,
            counted_as,
            cast(low as decimal(18, 4)) as low,
            cast(likely as decimal(18, 4)) as likely,
            cast(high as decimal(18, 4)) as high,
            basis
        from all_kinds
    )

select *
from final

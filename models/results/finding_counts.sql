-- How many records and people a finding concerns, and how many of the records still wait to be
-- mended. A hop that was late and is over cannot be mended.
with
    results as (select * from {{ ref('handoff_results') }} where finding_id is not null),

    harms as (select * from {{ ref('finding_harms') }}),

    subjects as (
        select * from {{ ref('violation_subjects') }} where not is_waived and not is_unconfirmed
    ),

    hops as (select * from {{ ref('audit_lag__hops') }} where verdict = 'waiting_breached'),

    invoice_times as (
        select * from {{ ref('audit_lag__invoices') }} where verdict = 'waiting_breached'
    ),

    -- A lead that is late and still without an owner.
    unassigned as (
        select *
        from {{ ref('audit_routing__leads') }}
        where assigned_verdict = 'breached' and seconds_to_owner is null
    ),

    waiting as (
        select hop || '_within_sla' as check_id, handoff_id, journey_id as record_key
        from hops
        union
        select 'invoiced_within_sla', handoff_id, opportunity_key
        from invoice_times
        union
        select 'assigned_within_sla', handoff_id, person_key
        from unassigned
    ),

    final as (
        select
            results.finding_id,
            count(distinct coalesce(subjects.record_key, subjects.record_id)) as records,
            count(distinct subjects.person_id) as people,
            count(
                distinct case
                    when waiting.check_id is not null or harms.hop is null
                    then coalesce(subjects.record_key, subjects.record_id)
                end
            ) as open_records
        from results
        inner join harms on results.finding_id = harms.finding_id
        inner join
            subjects
            on results.check_id = subjects.check_id
            and results.handoff_id is not distinct from subjects.handoff_id
        left join
            waiting
            on subjects.check_id = waiting.check_id
            and subjects.handoff_id is not distinct from waiting.handoff_id
            and subjects.record_key = waiting.record_key
        group by results.finding_id
    )

select *
from final

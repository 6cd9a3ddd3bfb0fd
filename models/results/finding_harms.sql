-- What the company suffers from each finding. A check of leads that fails on a handoff of deals or
-- invoices is about revenue; on a handoff of other records, about work.
with
    results as (select * from {{ ref('handoff_results') }} where finding_id is not null),

    checks as (select * from {{ ref('checks') }}),

    handoffs as (select * from {{ ref('declared_handoffs') }}),

    people as (select * from {{ ref('people') }}),

    submissions as (select * from {{ ref('submissions') }}),

    invoices as (select * from {{ ref('invoices') }}),

    payments as (select * from {{ ref('payments') }}),

    objects_of_people as (
        select system, object
        from people
        group by system, object
        union
        select system, object
        from submissions
        group by system, object
    ),

    objects_of_finance as (
        select system, object
        from invoices
        group by system, object
        union
        select system, object
        from payments
        group by system, object
    ),

    carried as (
        select
            handoffs.handoff_id,
            max(case when objects_of_people.object is not null then 1 else 0 end)
            = 1 as carries_people,
            max(case when objects_of_finance.object is not null then 1 else 0 end)
            = 1 as touches_finance
        from handoffs
        left join
            objects_of_people
            on handoffs.from_system = objects_of_people.system
            and handoffs.from_object = objects_of_people.object
        left join
            objects_of_finance
            on (
                handoffs.to_system = objects_of_finance.system
                and handoffs.to_object = objects_of_finance.object
            )
            or (
                handoffs.from_system = objects_of_finance.system
                and handoffs.from_object = objects_of_finance.object
            )
        group by handoffs.handoff_id
    ),

    final as (
        select
            results.finding_id,
            results.check_id,
            results.handoff_id,
            case
                when checks.harm not in ('lost_lead', 'late_lead') or carried.handoff_id is null
                then checks.harm
                when carried.touches_finance
                then 'lost_revenue'
                when carried.carries_people
                then checks.harm
                else 'hand_work'
            end as harm,
            case
                when results.check_id like '%within_sla'
                then replace(results.check_id, '_within_sla', '')
            end as hop
        from results
        inner join checks on results.check_id = checks.check_id
        left join carried on results.handoff_id = carried.handoff_id
    )

select *
from final

-- Who keeps the handoffs. A person is the single keeper if they own every handoff, or if they are
-- owner and backup of one: without them, nobody else knows it.
with
    contracts as (select * from {{ ref('declared_contracts') }} where not is_target),

    owners as (select * from {{ ref('declared_owners') }}),

    -- Two ids with one address are one person.
    people as (
        select owner, backup, min(owner) over (partition by coalesce(lower(email), owner)) as person
        from owners
    ),

    kept as (
        select
            contracts.handoff_id,
            keepers.person,
            backups.person as backup_person,
            count(*) over () as handoff_count
        from contracts
        left join people as keepers on contracts.owner = keepers.owner
        left join people as backups on coalesce(contracts.backup, keepers.backup) = backups.owner
    ),

    counted as (
        select
            person,
            count(*) as owned_handoffs,
            count(case when person = backup_person then 1 end) as handoffs_without_other,
            max(handoff_count) as handoff_count
        from kept
        where person is not null
        group by person
    ),

    final as (
        select
            counted.person,
            counted.owned_handoffs,
            counted.handoffs_without_other,
            counted.handoff_count,
            (counted.owned_handoffs = counted.handoff_count and counted.handoff_count > 1)
            or counted.handoffs_without_other > 0 as is_single_keeper,
            owners.declared_in
        from counted
        inner join owners on counted.person = owners.owner
    )

select *
from final

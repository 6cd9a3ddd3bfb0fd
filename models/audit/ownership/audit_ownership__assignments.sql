with
    assignments as (select * from {{ ref('assignments') }}),

    people as (select * from {{ ref('people') }}),

    owners as (select * from {{ ref('audit_ownership__owners') }}),

    routings as (select * from {{ ref('declared_routings') }}),

    timing_limits as (select * from {{ ref('timing_limits') }}),

    limits as (
        select
            max(case when limit_name = 'reversal' then amount end) as reversal_seconds,
            max(case when limit_name = 'creator_hand_over' then amount end) as hand_over_seconds
        from timing_limits
    ),

    handoffs as (select system, min(handoff_id) as handoff_id from routings group by system),

    ordered as (
        select
            assignments.*,
            row_number() over same_record as assignment_number,
            lag(owner_key) over same_record as owner_before,
            lead(owner_key) over same_record as next_owner_key,
            lead(assigned_at) over same_record as next_assigned_at
        from assignments
        window
            same_record as (
                partition by person_key
                order by
                    assigned_at nulls first,
                    case when previous_owner_key is null then 0 else 1 end,
                    source_row nulls first,
                    assignment_key
            )
    ),

    known as (
        select
            ordered.assignment_key,
            ordered.system,
            ordered.person_key,
            ordered.owner_key,
            coalesce(ordered.previous_owner_key, ordered.owner_before) as previous_owner_key,
            ordered.assigned_at,
            ordered.assigned_by_key,
            ordered.basis,
            ordered.assignment_number,
            ordered.next_owner_key,
            {{ elapsed_seconds('ordered.assigned_at', 'ordered.next_assigned_at') }}
            as seconds_held,
            -- null means no owner, or that no export names the creator: it is neither.
            coalesce(owners.kind = 'queue', false) as is_queue,
            coalesce(owners.is_automation, false) as is_automation_owner,
            coalesce(owners.is_program, false) as is_program_owner,
            coalesce(people.created_by_key = ordered.owner_key, false) as is_creator
        from ordered
        left join owners on ordered.owner_key = owners.owner_key
        left join people on ordered.person_key = people.person_key
    ),

    moved as (
        select
            known.*,
            movers.owner_key as mover_key,
            -- null means no owner before.
            known.basis = 'history'
            and coalesce(before.kind = 'user' and not before.is_automation, false)
            and known.owner_key is distinct from known.previous_owner_key as is_user_change,
            movers.is_automation as is_moved_by_automation,
            -- null means the first or the last owner: nothing was taken back.
            coalesce(
                known.previous_owner_key = known.next_owner_key
                and known.owner_key <> known.previous_owner_key,
                false
            ) as is_taken_back
        from known
        left join owners as movers on known.assigned_by_key = movers.owner_key
        left join owners as before on known.previous_owner_key = before.owner_key
    ),

    final as (
        select
            moved.assignment_key,
            moved.system,
            handoffs.handoff_id,
            moved.person_key,
            moved.owner_key,
            moved.previous_owner_key,
            moved.assigned_at,
            moved.assigned_by_key,
            moved.basis,
            moved.assignment_number,
            moved.seconds_held,
            moved.is_queue,
            -- The creator who passed the record on at once does not count as its first owner.
            (
                moved.owner_key is not null
                and not moved.is_queue
                and not moved.is_program_owner
                and not (
                    moved.next_owner_key is not null
                    and (
                        moved.is_automation_owner
                        or (moved.is_creator and moved.seconds_held <= limits.hand_over_seconds)
                    )
                )
            ) as is_reached,
            -- null means no export lists who moved it.
            moved.is_user_change
            and coalesce(not moved.is_moved_by_automation, false) as is_human_move,
            moved.is_user_change and moved.mover_key is null as is_unexplained_move,
            case
                when not moved.is_taken_back or moved.seconds_held is not null
                then moved.is_taken_back and moved.seconds_held <= limits.reversal_seconds
            end as is_reversed,
            case
                when moved.is_taken_back and moved.seconds_held is null
                then 'no export says when it was assigned or taken back'
            end as not_judged_because
        from moved
        cross join limits
        left join handoffs on moved.system = handoffs.system
    )

select *
from final

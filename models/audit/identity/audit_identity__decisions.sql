-- A later decision about two records replaces an earlier one.
with
    people as (select * from {{ ref('people') }}),

    decisions as (select * from {{ ref('duplicate_decisions') }} where subject = 'people'),

    found as (
        select
            least(near.person_key, far.person_key) as left_key,
            greatest(near.person_key, far.person_key) as right_key,
            decisions.decision = 'same' as is_same,
            decisions.decided_by,
            decisions.decided_on
        from decisions
        inner join
            people as near
            on decisions.system = near.system
            and decisions.record_id = near.record_id
        inner join
            people as far
            on coalesce(decisions.other_system, decisions.system) = far.system
            and decisions.other_record_id = far.record_id
        where near.person_key <> far.person_key
    ),

    final as (
        select left_key, right_key, is_same, decided_by, decided_on
        from found
        qualify
            row_number() over (
                partition by left_key, right_key
                order by decided_on desc nulls last, is_same, decided_by
            )
            = 1
    )

select *
from final

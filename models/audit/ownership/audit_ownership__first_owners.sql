with
    assignments as (select * from {{ ref('audit_ownership__assignments') }}),

    final as (
        select
            person_key,
            min(system) as system,
            min_by(owner_key, assignment_number) filter (where is_reached) as first_owner_key,
            min_by(assigned_at, assignment_number) filter (where is_reached) as first_assigned_at,
            min_by(basis, assignment_number) filter (where is_reached) as first_basis,
            max_by(owner_key, assignment_number) as last_owner_key,
            max_by(assigned_at, assignment_number) as last_assigned_at,
            min_by(owner_key, assignment_number) filter (
                where is_human_move or is_unexplained_move
            ) as moved_to_key,
            min_by(previous_owner_key, assignment_number) filter (
                where is_human_move or is_unexplained_move
            ) as moved_from_key,
            min_by(assigned_at, assignment_number) filter (
                where is_human_move or is_unexplained_move
            ) as moved_at,
            min_by(is_unexplained_move, assignment_number) filter (
                where is_human_move or is_unexplained_move
            ) as is_move_unexplained,
            count(*) as assignment_count
        from assignments
        group by person_key
    )

select *
from final

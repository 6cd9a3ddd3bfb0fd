-- Fixed, new and worse since the run before this one.
with
    changes as (select * from {{ ref('run_changes') }}),

    history as (select * from {{ ref('check_history') }}),

    this_run as (select * from {{ ref('current_run') }}),

    earlier as (
        select distinct history.run_id, history.as_of
        from history
        cross join this_run
        where history.run_id <> this_run.run_id
    ),

    last_run as (
        select run_id
        from earlier
        qualify row_number() over (order by as_of desc nulls last, run_id) = 1
    ),

    final as (
        select
            changes.check_id,
            changes.handoff_id,
            changes.run_before,
            changes.change,
            changes.is_beyond_chance,
            changes.violations_before,
            changes.scope_before,
            changes.violations,
            changes.scope
        from changes
        inner join this_run on changes.run_after = this_run.run_id
        inner join last_run on changes.run_before = last_run.run_id
        where changes.change <> 'unchanged'
    )

select *
from final

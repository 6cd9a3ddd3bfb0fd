-- The waiting records per responsible person, and per team for a report that leaves the company.
with
    waiting as (select * from {{ ref('report_waiting') }}),

    levels as (
        select
            'person' as level,
            responsible_kind,
            responsible_key as responsible_id,
            responsible,
            responsible_team,
            elapsed_seconds,
            since_at
        from waiting
        union all
        select
            'team',
            responsible_kind,
            case
                when responsible_kind in ('declared', 'queue')
                then responsible_key
                else responsible_team
            end,
            case
                when responsible_kind in ('declared', 'queue')
                then responsible
                else responsible_team
            end,
            responsible_team,
            elapsed_seconds,
            since_at
        from waiting
    ),

    final as (
        select
            level,
            responsible_kind,
            responsible_id,
            max(responsible) as responsible,
            max(responsible_team) as responsible_team,
            count(*) as waiting,
            max(elapsed_seconds) as longest_seconds,
            min(since_at) as oldest_at
        from levels
        group by level, responsible_kind, responsible_id
    )

select *
from final

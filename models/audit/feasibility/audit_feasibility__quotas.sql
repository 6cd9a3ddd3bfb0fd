-- How many calls per day the handoffs of a system need together, against its quota.
with
    loads as (select * from {{ ref('audit_feasibility__loads') }} where is_judged),

    limits as (select * from {{ ref('audit_feasibility__limits') }}),

    quotas as (
        select system, max(calls_per_day) as calls_per_day, min(is_open_because) as is_open_because
        from limits
        group by system
    ),

    summed as (
        select
            system,
            sum(case when has_load then calls_per_day end) as calls_needed,
            count_if(has_load) as load_count,
            count_if(not has_load) as missing_count,
            count_if(has_load and calls_per_day is null) as open_volumes,
            count_if(has_load and not is_declared_pull) as open_pulls,
            max(evidence_grade) as evidence_grade
        from loads
        group by system
    ),

    largest as (
        select system, handoff_id, declared_in
        from loads
        where has_load
        qualify
            row_number() over (
                partition by system order by calls_per_day desc nulls last, handoff_id, side
            )
            = 1
    ),

    judged as (
        select
            quotas.*,
            summed.calls_needed,
            coalesce(summed.evidence_grade, 'A') as evidence_grade,
            case
                when coalesce(summed.load_count, 0) = 0
                then 'no handoff of the system declares its load'
                when quotas.calls_per_day is null
                then
                    coalesce(
                        quotas.is_open_because, 'no limit per day is known for ' || quotas.system
                    )
                when summed.calls_needed > quotas.calls_per_day
                then null
                when summed.missing_count > 0
                then 'another handoff of the system declares no load'
                when summed.open_volumes > 0
                then 'neither a load of the system nor an export says how many records move'
                when summed.open_pulls > 0
                then 'a load of the system does not say what it moves (pull)'
            end as not_judged_because
        from quotas
        left join summed on quotas.system = summed.system
    ),

    final as (
        select
            judged.system,
            largest.handoff_id,
            judged.calls_per_day as quota,
            cast(judged.calls_needed as bigint) as calls_needed,
            cast(
                cast(judged.calls_needed as double) / judged.calls_per_day as decimal(18, 6)
            ) as quota_share,
            case
                when judged.not_judged_because is null
                then judged.calls_needed > judged.calls_per_day
            end as is_over_quota,
            judged.not_judged_because,
            judged.evidence_grade,
            largest.declared_in
        from judged
        left join largest on judged.system = largest.system
    )

select *
from final

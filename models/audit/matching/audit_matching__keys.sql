-- How far the keys of a handoff can link its records: which share is filled, which names one record
-- and which several. A handoff is unlinkable if nearly no record has a key, or if the keys name
-- several records where one is meant.
with
    handoffs as (select * from {{ ref('declared_handoffs') }} where match_basis = 'declared_id'),

    key_records as (select * from {{ ref('audit_matching__key_records') }}),

    counted as (
        select
            handoff_id,
            side,
            count(*) as record_count,
            count(key_value) as filled_count,
            count(distinct key_value) as key_count,
            count(case when is_shared then 1 end) as shared_count
        from key_records
        group by handoff_id, side
    ),

    sides as (
        select
            handoffs.handoff_id,
            'source' as side,
            handoffs.from_system as system,
            handoffs.from_object as object,
            handoffs.source_match_header as header,
            handoffs.source_match_position as position,
            handoffs.cardinality,
            handoffs.is_cardinality_declared
        from handoffs
        union all
        select
            handoffs.handoff_id,
            'target' as side,
            handoffs.to_system as system,
            handoffs.to_object as object,
            handoffs.target_match_header as header,
            handoffs.target_match_position as position,
            handoffs.cardinality,
            handoffs.is_cardinality_declared
        from handoffs
    ),

    measured as (
        select
            sides.*,
            coalesce(counted.record_count, 0) as record_count,
            coalesce(counted.filled_count, 0) as filled_count,
            coalesce(counted.key_count, 0) as key_count,
            coalesce(counted.shared_count, 0) as shared_count,
            max(case when sides.side = 'source' then counted.filled_count end) over (
                partition by sides.handoff_id
            ) as source_filled_count,
            max(case when sides.side = 'source' then counted.record_count end) over (
                partition by sides.handoff_id
            ) as source_record_count,
            min(
                case
                    when counted.filled_count >= {{ audit_limit('key_records') }}
                    then counted.shared_count * 100.0 / counted.filled_count
                end
            ) over (partition by sides.handoff_id) as least_shared_percent,
            count(
                case when counted.filled_count >= {{ audit_limit('key_records') }} then 1 end
            ) over (partition by sides.handoff_id) as measured_sides
        from sides
        left join counted on sides.handoff_id = counted.handoff_id and sides.side = counted.side
    ),

    judged as (
        select
            measured.*,
            case
                when
                    source_record_count < {{ audit_limit('key_records') }}
                    or record_count = 0
                    or position is null
                then null
                when
                    side = 'source'
                    and filled_count * 100 < record_count * {{ audit_limit('key_filled_percent') }}
                then 'hardly any source record has the key ' || header
                when
                    side = 'target'
                    and key_count * 100
                    < source_filled_count * {{ audit_limit('key_filled_percent') }}
                then 'hardly any target record has the key ' || header
                when
                    filled_count >= {{ audit_limit('key_records') }}
                    and shared_count * 100 > filled_count * {{ audit_limit('key_shared_percent') }}
                    and (
                        (
                            measured_sides = 2
                            and least_shared_percent > {{ audit_limit('key_shared_percent') }}
                        )
                        or (side = 'source' and cardinality = 'one_to_many')
                        or (side = 'target' and cardinality = 'many_to_one')
                    )
                then 'most keys in ' || header || ' name several records of the ' || side
            end as unlinkable_because
        from measured
    ),

    final as (
        select
            handoff_id,
            side,
            system,
            object,
            header,
            position is not null as is_exported,
            record_count,
            filled_count,
            cast(filled_count as double) / nullif(record_count, 0) as filled_share,
            cast(filled_count - shared_count as double) / nullif(filled_count, 0) as unique_share,
            cast(shared_count as double) / nullif(filled_count, 0) as ambiguous_share,
            cardinality,
            is_cardinality_declared,
            max(unlinkable_because) over (partition by handoff_id) is null as is_linkable,
            max(unlinkable_because) over (partition by handoff_id) as unlinkable_because
        from judged
    )

select *
from final

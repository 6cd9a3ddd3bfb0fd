-- The key of every record on both sides of a handoff that matches by a declared id, and whether
-- other records of its side have the same one.
with
    handoffs as (select * from {{ ref('declared_handoffs') }} where match_basis = 'declared_id'),

    sources as (select * from {{ ref('audit_matching__source_records') }}),

    record_values as {{ not_materialized() }} (select * from {{ ref('record_values') }}),

    people as (select * from {{ ref('people') }}),

    companies as (select * from {{ ref('companies') }}),

    gone as (
        select person_key as record_key
        from people
        where is_deleted or merged_into_key is not null
        union all
        select company_key as record_key
        from companies
        where is_deleted or merged_into_key is not null
    ),

    keyed as (
        select handoff_id, 'source' as side, source_record_key as record_key, match_id as key_value
        from sources
        -- null means nobody knows whether it is due; then its key is looked at, too.
        where match_basis = 'declared_id' and coalesce(is_due, true)
        union all
        select
            handoffs.handoff_id,
            'target' as side,
            record_values.entity_key as record_key,
            {{ comparable_id(
            value_at('record_values.column_values', 'handoffs.target_match_position')
        ) }} as key_value
        from handoffs
        inner join
            record_values
            on handoffs.to_system = record_values.system
            and handoffs.to_object = record_values.object
        left join gone on record_values.entity_key = gone.record_key
        where gone.record_key is null
    ),

    counted as (
        select
            keyed.*,
            case
                when key_value is not null
                then count(*) over (partition by handoff_id, side, key_value)
            end as records_with_key
        from keyed
    ),

    final as (
        select
            handoff_id,
            side,
            record_key,
            key_value,
            records_with_key,
            records_with_key > 1 as is_shared
        from counted
    )

select *
from final

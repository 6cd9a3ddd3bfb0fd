{{ config(materialized='table') }}

-- A table: every canonical model reads it.
with
    exclusions as (select * from {{ ref('declared_exclusions') }}),

    record_values as (select * from {{ ref('int_record_values') }}),

    outcomes as (
        select
            record_values.system,
            record_values.object,
            record_values.record_id,
            exclusions.exclusion_number,
            exclusions.reason,
            exclusions.condition_number,
            exclusions.operator,
            {{ condition_outcome(
            value_at('record_values.column_values', 'exclusions.value_position'),
            'exclusions.operator', 'exclusions.value'
        ) }} as outcome
        from exclusions
        inner join
            record_values
            on exclusions.system = record_values.system
            and exclusions.object = record_values.object
    ),

    -- A blank value meets no condition: nothing says that the record is no business.
    conditions as (
        select
            system,
            object,
            record_id,
            exclusion_number,
            min(reason) as reason,
            case
                when max(operator) = 'not_in'
                then min(case when outcome = 'met' then 1 else 0 end)
                else max(case when outcome = 'met' then 1 else 0 end)
            end as is_met
        from outcomes
        group by system, object, record_id, exclusion_number, condition_number
    ),

    excluded as (
        select system, object, record_id, exclusion_number, min(reason) as reason
        from conditions
        group by system, object, record_id, exclusion_number
        having min(is_met) = 1
    ),

    -- The first exclusion that applies gives the reason.
    final as (
        select
            system,
            object,
            record_id,
            {{ record_key('system', 'object', 'record_id') }} as entity_key,
            min_by(reason, exclusion_number) as reason
        from excluded
        group by system, object, record_id
    )

select *
from final

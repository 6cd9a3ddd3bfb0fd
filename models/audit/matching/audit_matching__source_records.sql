with
    handoffs as (select * from {{ ref('declared_handoffs') }}),

    conditions as (select * from {{ ref('declared_handoff_conditions') }}),

    record_values as {{ not_materialized() }} (select * from {{ ref('record_values') }}),

    people as (select * from {{ ref('people') }}),

    opportunities as (select * from {{ ref('opportunities') }}),

    companies as (select * from {{ ref('companies') }}),

    submissions as (select * from {{ ref('submissions') }}),

    merged_ids as (
        select person_key as entity_key
        from people
        where is_deleted or merged_into_key is not null
        union all
        select company_key as entity_key
        from companies
        where is_deleted or merged_into_key is not null
        union all
        select opportunity_key as entity_key
        from opportunities
        where is_deleted
    ),

    -- record_values has the objects of which the stack names a column. A handoff that compares
    -- identities can do without.
    objects_with_values as (select distinct system, object from record_values),

    identities as (
        select person_key as entity_key, system, object, record_id
        from people
        union all
        select submission_key as entity_key, system, object, record_id
        from submissions
    ),

    source_records as (
        select entity_key, system, object, record_id, column_values
        from record_values
        union all
        select
            identities.entity_key,
            identities.system,
            identities.object,
            identities.record_id,
            null as column_values
        from identities
        left join
            objects_with_values
            on identities.system = objects_with_values.system
            and identities.object = objects_with_values.object
        where objects_with_values.system is null
    ),

    -- People can be found by their address where the id is blank.
    addressed as (
        select person_key as entity_key, true as is_addressed
        from people
        where email_normalised is not null
        union all
        select submission_key as entity_key, true as is_addressed
        from submissions
        where email_normalised is not null
    ),

    condition_handoffs as (
        select
            conditions.handoff_id,
            record_values.entity_key,
            conditions.condition_number,
            conditions.header,
            conditions.value_position,
            conditions.operator,
            conditions.value as wanted,
            {{ value_at('record_values.column_values', 'conditions.value_position') }} as held
        from handoffs
        inner join conditions on handoffs.handoff_id = conditions.handoff_id
        inner join
            record_values
            on handoffs.from_system = record_values.system
            and handoffs.from_object = record_values.object
    ),

    outcomes as (
        select
            handoff_id,
            entity_key,
            condition_number,
            header,
            value_position,
            operator,
            {{ condition_outcome('held', 'operator', 'wanted') }} as outcome
        from condition_handoffs
    ),

    -- One matching value is enough; a record with an excluded or blank value is not due. Of a
    -- column that is in no export, nobody knows.
    condition_results as (
        select
            handoff_id,
            entity_key,
            condition_number,
            min(case when value_position is null then header end) as unexported_header,
            case
                when min(value_position) is null
                then null
                when max(operator) = 'not_in'
                then min(case when outcome = 'met' then 1 else 0 end)
                else max(case when outcome = 'met' then 1 else 0 end)
            end as is_met
        from outcomes
        group by handoff_id, entity_key, condition_number
    ),

    conditional as (select distinct handoff_id from conditions),

    -- Keys that both sides carry, a number or a reference: they are no id of the counterpart.
    carried_keys as (
        select handoffs.handoff_id, true as is_carried
        from handoffs
        inner join
            record_values
            on handoffs.to_system = record_values.system
            and handoffs.to_object = record_values.object
        where
            handoffs.match_basis = 'declared_id'
            and {{ value_at('record_values.column_values', 'handoffs.target_match_position') }}
            is not null
        group by handoffs.handoff_id
        having
            count_if(
                {{ comparable_id(
                value_at('record_values.column_values', 'handoffs.target_match_position')
            ) }} = {{ comparable_id('record_values.record_id') }}
            )
            = 0
    ),

    due as (
        select
            handoff_id,
            entity_key,
            case
                when min(is_met) = 0 then false when count(*) = count(is_met) then true
            end as is_due,
            min(unexported_header) as unexported_header
        from condition_results
        group by handoff_id, entity_key
    ),

    matched as (
        select
            handoffs.handoff_id,
            handoffs.match_basis,
            handoffs.source_match_header,
            handoffs.source_match_position,
            source_records.entity_key as source_record_key,
            source_records.record_id,
            {{ value_at('source_records.column_values', 'handoffs.source_match_position') }}
            as match_id
        from handoffs
        inner join
            source_records
            on handoffs.from_system = source_records.system
            and handoffs.from_object = source_records.object
        left join merged_ids on source_records.entity_key = merged_ids.entity_key
        where handoffs.match_basis in ('declared_id', 'identity') and merged_ids.entity_key is null
    ),

    described as (
        select
            matched.handoff_id,
            matched.match_basis,
            matched.source_match_header,
            matched.source_match_position,
            matched.source_record_key,
            {{ comparable_id('matched.match_id') }} as match_id,
            -- null means it has no id of a counterpart.
            coalesce(
                {{ comparable_id('matched.match_id') }} <> {{ comparable_id('matched.record_id') }},
                false
            )
            -- null means the key is the id of the counterpart.
            and not coalesce(carried_keys.is_carried, false) as has_twin_id,
            conditional.handoff_id is null or due.is_due as is_due,
            due.unexported_header,
            -- null means no export has its address.
            coalesce(addressed.is_addressed, false) as is_addressed,
            conditional.handoff_id is not null as is_conditional
        from matched
        left join addressed on matched.source_record_key = addressed.entity_key
        left join conditional on matched.handoff_id = conditional.handoff_id
        left join carried_keys on matched.handoff_id = carried_keys.handoff_id
        left join
            due
            on matched.handoff_id = due.handoff_id
            and matched.source_record_key = due.entity_key
    ),

    -- A record that nobody knows to be due is not judged. A due record without its link and
    -- without an address can be neither found nor missed.
    -- Without conditions only the link says that a record is due, so an address is not enough.
    final as (
        select
            handoff_id,
            match_basis,
            source_record_key,
            match_id,
            has_twin_id,
            is_due,
            case
                when is_due is null
                then
                    coalesce(
                        'no export has the column ' || unexported_header || ' of the condition',
                        'no export has the columns of the condition'
                    )
                when not is_due or match_id is not null
                then null
                when match_basis = 'identity' and not is_addressed
                then 'it has no address to find it by'
                when match_basis = 'identity' or (is_addressed and is_conditional)
                then null
                when source_match_position is null
                then 'no export has its link ' || source_match_header
                else 'its link ' || source_match_header || ' is empty'
            end as not_judged_because
        from described
        where is_due or is_due is null or has_twin_id
    )

select *
from final

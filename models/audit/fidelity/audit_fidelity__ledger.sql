{{ config(materialized='view') }}

-- A view over what is kept thin below: with everything written out for each of the many rows
-- that are simply equal, the ledger cost more than any other table of a night.
with settled as (
    select * from {{ ref('audit_fidelity__settled') }}
),

differences as (
    select * from {{ ref('audit_fidelity__differences') }}
),

unequal as (
    select * from {{ ref('audit_fidelity__unequal') }}
),

final as (
    select
        handoff_id,
        source_record_key,
        target_record_key,
        field,
        kind,
        authority,
        is_routing_input,
        is_comparable,
        has_source_history,
        has_target_history,
        source_value,
        case when is_comparable then source_value else other_target_value end as target_value,
        cast(null as {{ dbt.type_string() }}) as source_normalised,
        cast(null as {{ dbt.type_string() }}) as target_normalised,
        case when is_comparable then 'equal' else 'not_comparable' end as verdict,
        false as is_blank,
        false as is_placeholder,
        false as is_defaulted,
        false as is_reformatted,
        false as is_format_broken,
        false as is_encoding_damaged,
        false as is_type_damaged,
        false as is_truncated,
        false as is_overwritten,
        false as is_stale,
        false as is_mis_mapped,
        false as is_invented,
        false as is_mismatched,
        false as is_routing_input_lost,
        false as is_opt_out_lost,
        cast(null as {{ dbt.type_string() }}) as overwritten_by,
        cast(null as timestamp) as overwritten_at,
        cast(null as timestamp) as source_changed_at,
        cast(null as {{ dbt.type_string() }}) as found_in_field,
        case
            when is_comparable then 'the same value'
            else 'one side was never exported'
        end as explanation
    from settled
    union all
    select
        handoff_id,
        source_record_key,
        target_record_key,
        field,
        kind,
        authority,
        is_routing_input,
        true as is_comparable,
        has_source_history,
        has_target_history,
        source_value,
        target_value,
        source_form as source_normalised,
        target_form as target_normalised,
        'equal_after_normalising' as verdict,
        false as is_blank,
        false as is_placeholder,
        false as is_defaulted,
        false as is_reformatted,
        false as is_format_broken,
        false as is_encoding_damaged,
        false as is_type_damaged,
        false as is_truncated,
        false as is_overwritten,
        false as is_stale,
        false as is_mis_mapped,
        false as is_invented,
        false as is_mismatched,
        false as is_routing_input_lost,
        false as is_opt_out_lost,
        cast(null as {{ dbt.type_string() }}) as overwritten_by,
        cast(null as timestamp) as overwritten_at,
        cast(null as timestamp) as source_changed_at,
        cast(null as {{ dbt.type_string() }}) as found_in_field,
        'the same value in another spelling' as explanation
    from differences
    where value_verdict = 'equal_after_normalising'
    union all
    select
        handoff_id,
        source_record_key,
        target_record_key,
        field,
        kind,
        authority,
        is_routing_input,
        is_comparable,
        has_source_history,
        has_target_history,
        source_value,
        target_value,
        source_normalised,
        target_normalised,
        verdict,
        is_blank,
        is_placeholder,
        is_defaulted,
        is_reformatted,
        is_format_broken,
        is_encoding_damaged,
        is_type_damaged,
        is_truncated,
        is_overwritten,
        is_stale,
        is_mis_mapped,
        is_invented,
        is_mismatched,
        is_routing_input_lost,
        is_opt_out_lost,
        overwritten_by,
        overwritten_at,
        source_changed_at,
        found_in_field,
        explanation
    from unequal
)

select * from final

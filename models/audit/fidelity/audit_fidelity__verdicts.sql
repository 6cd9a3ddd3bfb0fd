{{ config(materialized='view') }}

-- A view, because most fields are equal, and these are stored as lists.
with
    compared as (select * from {{ ref('audit_fidelity__compared_pairs') }}),

    fields as (select * from {{ ref('audit_fidelity__declared_fields') }}),

    differences as (select * from {{ ref('audit_fidelity__value_differences') }}),

    differing_fields as (select * from {{ ref('audit_fidelity__classified_differences') }}),

    sums as (select * from {{ ref('audit_fidelity__sums') }}),

    settled as (
        select
            source_record_key,
            target_record_key,
            {{ element_rows('settled_fields') }} as field_number,
            true as is_placed
        from compared
        union all
        select
            source_record_key,
            target_record_key,
            {{ element_rows('unplaced_fields') }} as field_number,
            false as is_placed
        from compared
    ),

    -- Pairs without any flag: they need no closer look.
    undoubted_pairs as (
        select
            fields.handoff_id,
            settled.source_record_key,
            settled.target_record_key,
            fields.field,
            fields.kind,
            fields.authority,
            fields.is_routing_input,
            fields.is_comparable and settled.is_placed as is_comparable,
            fields.has_source_history,
            fields.has_target_history,
            cast(null as {{ dbt.type_string() }}) as source_normalised,
            cast(null as {{ dbt.type_string() }}) as target_normalised,
            case
                when fields.is_comparable and settled.is_placed then 'equal' else 'not_comparable'
            end as verdict,
            case
                when fields.is_comparable and settled.is_placed
                then 'the same value'
                when fields.is_comparable
                then 'the record it became has no such column'
                else 'one side was never exported'
            end as explanation
        from settled
        inner join fields on settled.field_number = fields.field_number
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
            source_form as source_normalised,
            target_form as target_normalised,
            'equal_after_normalising' as verdict,
            'the same value in another spelling' as explanation
        from differences
        where value_verdict = 'equal_after_normalising'
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
            source_normalised,
            target_normalised,
            verdict,
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
            explanation,
            cast(null as {{ dbt.type_string() }}) as not_judged_because
        from undoubted_pairs
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
            explanation,
            not_judged_because
        from differing_fields
        union all
        select
            handoff_id,
            source_record_key,
            target_record_key,
            field,
            kind,
            authority,
            is_routing_input,
            not_judged_because is null as is_comparable,
            has_source_history,
            has_target_history,
            source_normalised,
            target_normalised,
            verdict,
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
            verdict = 'mismatched' as is_mismatched,
            false as is_routing_input_lost,
            false as is_opt_out_lost,
            cast(null as {{ dbt.type_string() }}) as overwritten_by,
            cast(null as timestamp) as overwritten_at,
            cast(null as timestamp) as source_changed_at,
            cast(null as {{ dbt.type_string() }}) as found_in_field,
            explanation,
            not_judged_because
        from sums
    )

select *
from final

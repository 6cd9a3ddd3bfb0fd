{{ config(materialized='view') }}

-- record_values already stores both values; this view looks them up on demand.
with
    verdicts as (select * from {{ ref('audit_fidelity__verdicts') }}),

    fields as (select * from {{ ref('audit_fidelity__declared_fields') }}),

    columns as (select * from {{ ref('declared_columns') }}),

    record_values as {{ not_materialized() }} (select * from {{ ref('record_values') }}),

    final as (
        select
            verdicts.handoff_id,
            verdicts.source_record_key,
            verdicts.target_record_key,
            verdicts.value_record_key,
            verdicts.field,
            verdicts.kind,
            verdicts.authority,
            verdicts.is_routing_input,
            verdicts.is_comparable,
            verdicts.has_source_history,
            verdicts.has_target_history,
            {{ value_at('sources.column_values', 'fields.source_position') }} as source_value,
            {{ value_at('targets.column_values', 'target_columns.value_position') }}
            as target_value,
            verdicts.source_normalised,
            verdicts.target_normalised,
            verdicts.verdict,
            verdicts.is_blank,
            verdicts.is_placeholder,
            verdicts.is_defaulted,
            verdicts.is_reformatted,
            verdicts.is_format_broken,
            verdicts.is_encoding_damaged,
            verdicts.is_type_damaged,
            verdicts.is_truncated,
            verdicts.is_overwritten,
            verdicts.is_stale,
            verdicts.is_mis_mapped,
            verdicts.is_invented,
            verdicts.is_mismatched,
            verdicts.is_routing_input_lost,
            verdicts.is_opt_out_lost,
            verdicts.overwritten_by,
            verdicts.overwritten_at,
            verdicts.source_changed_at,
            verdicts.found_in_field,
            verdicts.explanation,
            verdicts.not_judged_because
        from verdicts
        inner join
            fields on verdicts.handoff_id = fields.handoff_id and verdicts.field = fields.field
        inner join record_values as sources on verdicts.source_record_key = sources.entity_key
        inner join record_values as targets on verdicts.value_record_key = targets.entity_key
        left join
            columns as target_columns
            on targets.system = target_columns.system
            and targets.object = target_columns.object
            and fields.target_header = target_columns.header
    )

select *
from final

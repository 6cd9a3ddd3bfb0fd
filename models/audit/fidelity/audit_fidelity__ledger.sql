with pairs as (
    select * from {{ ref('audit_fidelity__pairs') }}
),

fields as (
    select * from {{ ref('audit_fidelity__declared_fields') }}
),

record_values as (
    select * from {{ ref('record_values') }}
),

differences as (
    select * from {{ ref('audit_fidelity__differences') }}
),

causes as (
    select * from {{ ref('audit_fidelity__causes') }}
),

expanded as (
    select
        pairs.handoff_id,
        pairs.source_record_key,
        pairs.target_record_key,
        fields.field,
        fields.kind,
        fields.authority,
        fields.is_routing_input,
        fields.is_comparable,
        fields.has_source_history,
        fields.has_target_history,
        {{ value_at('sources.column_values', 'fields.source_position') }} as source_value,
        {{ value_at('targets.column_values', 'fields.target_position') }} as target_value
    from pairs
    inner join fields on pairs.handoff_id = fields.handoff_id
    inner join record_values as sources on pairs.source_record_key = sources.entity_key
    inner join record_values as targets on pairs.target_record_key = targets.entity_key
    where not pairs.is_superseded
),

-- What the first look settles: nearly every row, so nothing dear may happen here.
settled as (
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
        target_value
    from expanded
    where not is_comparable or source_value is not distinct from target_value
),

-- One flag per verdict, each from as little as it needs; they exclude each other.
flagged as (
    select
        differences.handoff_id,
        differences.source_record_key,
        differences.target_record_key,
        differences.field,
        differences.kind,
        differences.authority,
        differences.is_routing_input,
        fields.has_source_history,
        fields.has_target_history,
        differences.source_value,
        differences.target_value,
        differences.source_form,
        differences.target_form,
        differences.value_verdict,
        coalesce(differences.value_verdict = 'equal_after_normalising', false)
            as is_equal_after_normalising,
        coalesce(differences.value_verdict = 'blank', false) as is_blank,
        coalesce(differences.value_verdict = 'placeholder', false) as is_placeholder,
        coalesce(differences.value_verdict = 'defaulted', false) as is_defaulted,
        coalesce(differences.value_verdict = 'reformatted', false) as is_reformatted,
        coalesce(differences.value_verdict = 'encoding_damaged', false) as is_encoding_damaged,
        coalesce(differences.value_verdict = 'type_damaged', false) as is_type_damaged,
        coalesce(differences.value_verdict = 'truncated', false) as is_truncated,
        coalesce(differences.value_verdict, 'unsourced') = 'unsourced' as is_undecided,
        coalesce(differences.value_verdict = 'unsourced', false) as is_unsourced,
        coalesce(differences.value_verdict = 'later_refusal', false) as is_later_refusal,
        coalesce(causes.has_been_overwritten, false) as has_been_overwritten,
        coalesce(causes.has_been_outdated, false) as has_been_outdated,
        causes.overwritten_by,
        causes.overwritten_at,
        causes.source_changed_at,
        causes.found_in_field
    from differences
    left join fields
        on differences.handoff_id = fields.handoff_id
        and differences.field = fields.field
    left join causes
        on differences.handoff_id = causes.handoff_id
        and differences.source_record_key = causes.source_record_key
        and differences.target_record_key = causes.target_record_key
        and differences.field = causes.field
),

-- Where the target is the authority, a change there makes the source's copy old, not wrong.
decided as (
    select
        handoff_id,
        source_record_key,
        target_record_key,
        field,
        kind,
        authority,
        is_routing_input,
        has_source_history,
        has_target_history,
        source_value,
        target_value,
        source_form,
        target_form,
        value_verdict,
        is_equal_after_normalising,
        is_blank,
        is_placeholder,
        is_defaulted,
        is_reformatted,
        is_encoding_damaged,
        is_type_damaged,
        is_truncated,
        is_undecided and has_been_overwritten and authority <> 'target' as is_overwritten,
        is_undecided
            and (
                (has_been_overwritten and authority = 'target')
                or (has_been_outdated and not has_been_overwritten)
            ) as is_stale,
        is_undecided and not has_been_overwritten and not has_been_outdated
            and found_in_field is not null as is_mis_mapped,
        is_unsourced and authority = 'source' and not has_been_outdated as is_invented,
        is_later_refusal
            or (is_unsourced and authority <> 'source' and not has_been_outdated)
            as is_targets_own,
        is_undecided and not is_unsourced and not has_been_overwritten
            and not has_been_outdated and found_in_field is null as is_mismatched,
        overwritten_by,
        overwritten_at,
        source_changed_at,
        found_in_field
    from flagged
),

differing as (
    select
        handoff_id,
        source_record_key,
        target_record_key,
        field,
        kind,
        authority,
        is_routing_input,
        not is_targets_own as is_comparable,
        has_source_history,
        has_target_history,
        source_value,
        target_value,
        source_form as source_normalised,
        target_form as target_normalised,
        case
            when is_overwritten then 'overwritten'
            when is_stale then 'stale'
            when is_mis_mapped then 'mis_mapped'
            when is_invented then 'invented'
            when is_targets_own then 'not_comparable'
            when is_mismatched then 'mismatched'
            else value_verdict
        end as verdict,
        is_blank,
        is_placeholder,
        is_defaulted,
        is_reformatted,
        is_reformatted and kind in ('text', 'picklist', 'id') as is_format_broken,
        is_encoding_damaged,
        is_type_damaged,
        is_truncated,
        is_overwritten,
        is_stale,
        is_mis_mapped,
        is_invented,
        is_mismatched,
        is_routing_input and not is_equal_after_normalising and not is_targets_own
            as is_routing_input_lost,
        kind = 'consent' and coalesce(source_form = 'true', false)
            and coalesce(target_form <> 'true', true) as is_opt_out_lost,
        overwritten_by,
        overwritten_at,
        source_changed_at,
        found_in_field,
        case
            when is_overwritten
                then 'the target held the source value until a later change replaced it'
            when is_stale and authority = 'target'
                then 'the target is the authority and moved on; the source still has the old value'
            when is_stale
                then 'the source changed and the target still has what it held before'
            when is_mis_mapped then 'the source value sits in another field of the target'
            when is_invented then 'the source has no value and the target has one of its own'
            when is_targets_own and kind = 'consent'
                then 'a refusal of e-mail in the target stands'
            when is_targets_own then 'the source has no value and the target may have its own'
            when is_mismatched then 'the values differ and nothing in the exports says why'
            when is_equal_after_normalising then 'the same value in another spelling'
            when is_blank then 'the source has a value and the target has none'
            when is_placeholder then 'a filler stands where the source has a value'
            when is_defaulted then 'the declared default stands where the source has a value'
            when is_reformatted then 'the same value in a format that breaks what reads it'
            when is_encoding_damaged then 'letters outside ASCII were broken on the way'
            when is_type_damaged then 'the value was read as a number or a date of another kind'
            when is_truncated
                then 'only the first ' || cast(length(target_value) as {{ dbt.type_string() }})
                    || ' of ' || cast(length(source_value) as {{ dbt.type_string() }})
                    || ' characters arrived'
        end as explanation
    from decided
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
        target_value,
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
    from differing
)

select * from final

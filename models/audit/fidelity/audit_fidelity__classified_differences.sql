-- The cause of each difference: every row has exactly one verdict.
with
    differences as (
        select *
        from {{ ref('audit_fidelity__value_differences') }}
        where value_verdict is null or value_verdict <> 'equal_after_normalising'
    ),

    causes as (select * from {{ ref('audit_fidelity__difference_causes') }}),

    -- Whether the change that replaced a value was a correction; null where no export tells who
    -- made it. A consent is the business of the person alone.
    explained as (
        select
            differences.*,
            -- null means the values explain the difference, so no history was searched.
            coalesce(causes.has_been_overwritten, false) as has_been_overwritten,
            coalesce(causes.has_been_outdated, false) as has_been_outdated,
            causes.overwritten_by,
            causes.overwritten_at,
            causes.source_changed_at,
            causes.found_in_field,
            causes.taken_from_field,
            case
                when
                    not coalesce(causes.has_been_overwritten, false)
                    -- Where the target is the authority, the source is behind, whoever made it.
                    or differences.authority = 'target'
                then false
                when differences.corrected_by = 'anyone'
                then true
                when differences.corrected_by = 'nobody' or causes.overwritten_actor = 'program'
                then false
                when causes.overwritten_actor = 'person'
                then true
                when causes.overwritten_actor = 'user' and differences.kind <> 'consent'
                then true
            end as is_corrected,
            case
                when causes.overwritten_actor is null
                then 'no export says who replaced the value after it arrived'
                else 'no export says whether the person agreed to the change'
            end as unknown_correction_because
        from differences
        left join
            causes
            on differences.handoff_id = causes.handoff_id
            and differences.source_record_key = causes.source_record_key
            and differences.target_record_key = causes.target_record_key
            and differences.field = causes.field
    ),

    -- What was corrected after it arrived, arrived: no other verdict applies.
    corrected as (
        select
            handoff_id,
            source_record_key,
            target_record_key,
            value_record_key,
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
            case
                when value_verdict = 'later_refusal'
                then value_verdict
                when is_corrected
                then 'corrected'
                when is_corrected is null
                then 'unread'
                else value_verdict
            end as value_verdict,
            has_been_overwritten,
            has_been_outdated,
            overwritten_by,
            overwritten_at,
            source_changed_at,
            found_in_field,
            taken_from_field,
            case
                when is_corrected is null and value_verdict is distinct from 'later_refusal'
                then unknown_correction_because
                else not_judged_because
            end as not_judged_because
        from explained
    ),

    -- One flag per verdict, computed from as few columns as possible; the flags exclude each
    -- other.
    flagged as (
        select
            corrected.*,
            coalesce(value_verdict = 'blank', false) as is_blank,
            coalesce(value_verdict = 'placeholder', false) as is_placeholder,
            coalesce(value_verdict = 'defaulted', false) as is_defaulted,
            coalesce(value_verdict = 'reformatted', false) as is_reformatted,
            coalesce(value_verdict = 'encoding_damaged', false) as is_encoding_damaged,
            coalesce(value_verdict = 'type_damaged', false) as is_type_damaged,
            coalesce(value_verdict = 'truncated', false) as is_truncated,
            coalesce(value_verdict, 'unsourced') = 'unsourced' as is_undecided,
            coalesce(value_verdict = 'unsourced', false) as is_unsourced,
            coalesce(value_verdict = 'later_refusal', false) as is_later_refusal,
            coalesce(value_verdict = 'unread', false) as is_unread,
            coalesce(value_verdict = 'null_word', false) as is_null_word,
            coalesce(value_verdict = 'corrected', false) as is_corrected
        from corrected
    ),

    -- If the target is the authority, a change there makes the value of the source outdated,
    -- not wrong.
    decided as (
        select
            handoff_id,
            source_record_key,
            target_record_key,
            value_record_key,
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
            is_undecided
            and not has_been_overwritten
            and not has_been_outdated
            and coalesce(found_in_field, taken_from_field) is not null as is_mis_mapped,
            is_null_word
            or (is_unsourced and authority = 'source' and not has_been_outdated) as is_invented,
            is_null_word,
            is_unread,
            is_later_refusal,
            is_corrected,
            is_later_refusal
            or (is_unsourced and authority <> 'source' and not has_been_outdated) as is_targets_own,
            is_undecided
            and not is_unsourced
            and not has_been_overwritten
            and not has_been_outdated
            and coalesce(found_in_field, taken_from_field) is null as is_mismatched,
            overwritten_by,
            overwritten_at,
            source_changed_at,
            found_in_field,
            taken_from_field,
            not_judged_because
        from flagged
    ),

    final as (
        select
            handoff_id,
            source_record_key,
            target_record_key,
            value_record_key,
            field,
            kind,
            authority,
            is_routing_input,
            not is_targets_own and not is_unread as is_comparable,
            has_source_history,
            has_target_history,
            source_value,
            target_value,
            source_form as source_normalised,
            target_form as target_normalised,
            case
                when is_overwritten
                then 'overwritten'
                when is_stale
                then 'stale'
                when is_mis_mapped
                then 'mis_mapped'
                when is_invented
                then 'invented'
                when is_targets_own or is_unread
                then 'not_comparable'
                when is_mismatched
                then 'mismatched'
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
            is_routing_input
            and not is_targets_own
            and not is_unread
            and not is_corrected as is_routing_input_lost,
            kind = 'consent'
            and not is_unread
            and not is_corrected
            and coalesce(
                source_form = 'opted out' and target_form = 'not opted out', false
            ) as is_opt_out_lost,
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
                when is_mis_mapped and found_in_field is null
                then 'the target has the value of another source field: ' || taken_from_field
                when is_mis_mapped
                then 'the source value sits in another field of the target'
                when is_null_word
                then 'the source has no value and the target has the word ' || target_value
                when is_invented
                then 'the source has no value and the target has one of its own'
                when is_unread
                then not_judged_because
                when is_later_refusal
                then 'a refusal of e-mail in the target stands'
                when is_targets_own
                then 'the source has no value and the target may have its own'
                when is_mismatched
                then 'the values differ and nothing in the exports says why'
                when is_corrected
                then 'the value arrived, and a person corrected it afterwards'
                when is_blank
                then 'the source has a value and the target has none'
                when is_placeholder
                then 'a filler stands where the source has a value'
                when is_defaulted
                then 'the declared default stands where the source has a value'
                when is_reformatted
                then 'the same value in a format that breaks what reads it'
                when is_encoding_damaged
                then 'letters outside ASCII were broken on the way'
                when is_type_damaged
                then 'the value was read as a number or a date of another kind'
                when is_truncated
                then
                    'only the first '
                    || cast(length(target_value) as {{ dbt.type_string() }})
                    || ' of '
                    || cast(length(source_value) as {{ dbt.type_string() }})
                    || ' characters arrived'
            end as explanation,
            not_judged_because
        from decided
    )

select *
from final

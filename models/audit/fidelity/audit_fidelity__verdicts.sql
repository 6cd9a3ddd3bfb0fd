{%- set flags = [
    'is_blank', 'is_placeholder', 'is_defaulted', 'is_reformatted', 'is_format_broken',
    'is_encoding_damaged', 'is_type_damaged', 'is_truncated', 'is_overwritten', 'is_stale',
    'is_mis_mapped', 'is_invented', 'is_mismatched', 'is_routing_input_lost', 'is_opt_out_lost',
] %}
{{ config(materialized='view') }}

-- A view, because most fields are equal, and these are stored as lists.
with
    compared as (select * from {{ ref('audit_fidelity__compared_pairs') }}),

    fields as (select * from {{ ref('audit_fidelity__declared_fields') }}),

    keys as (select * from {{ ref('audit_matching__keys') }}),

    all_differences as (select * from {{ ref('audit_fidelity__value_differences') }}),

    classified_differences as (select * from {{ ref('audit_fidelity__classified_differences') }}),

    sums as (select * from {{ ref('audit_fidelity__sums') }}),

    pair_groups as (select * from {{ ref('audit_fidelity__pair_groups') }}),

    -- Fields that are told per group and not per pair.
    grouped as (
        select
            pair_groups.handoff_id,
            pair_groups.source_record_key,
            pair_groups.target_record_key,
            sums.field
        from sums
        inner join
            pair_groups
            on sums.handoff_id = pair_groups.handoff_id
            and sums.pair_group = pair_groups.pair_group
    ),

    {%- for name, relation in [
        ('differences', 'all_differences'), ('differing_fields', 'classified_differences'),
    ] %}
        {{ name }} as (
            select {{ relation }}.*
            from {{ relation }}
            left join
                grouped
                on {{ relation }}.handoff_id = grouped.handoff_id
                and {{ relation }}.source_record_key = grouped.source_record_key
                and {{ relation }}.target_record_key = grouped.target_record_key
                and {{ relation }}.field = grouped.field
            where grouped.field is null
        ),

    {% endfor -%}
    -- A handoff whose keys link nothing has no pairs; its fields say why they are not compared.
    unlinkable as (
        select
            fields.handoff_id,
            fields.field,
            fields.kind,
            fields.authority,
            fields.is_routing_input,
            fields.has_source_history,
            fields.has_target_history,
            keys.system || '/' || keys.object as source_record_key,
            keys.unlinkable_because
        from fields
        inner join keys on fields.handoff_id = keys.handoff_id
        where keys.side = 'source' and not keys.is_linkable
    ),

    settled as (
        select
            source_record_key,
            target_record_key,
            value_record_key,
            {{ element_rows('settled_fields') }} as field_number,
            true as is_placed
        from compared
        union all
        select
            source_record_key,
            target_record_key,
            value_record_key,
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
            settled.value_record_key,
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
        left join
            grouped
            on fields.handoff_id = grouped.handoff_id
            and fields.field = grouped.field
            and settled.source_record_key = grouped.source_record_key
            and settled.target_record_key = grouped.target_record_key
        where grouped.field is null
        union all
        select
            handoff_id,
            source_record_key,
            target_record_key,
            value_record_key,
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
            value_record_key,
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
            {%- for flag in flags %} false as {{ flag }},{% endfor %}
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
            value_record_key,
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
            {%- for flag in flags %} {{ flag }},{% endfor %}
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
            target_record_key as value_record_key,
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
            {%- for flag in flags %}
                {{ "verdict = 'mismatched'" if flag == 'is_mismatched' else 'false' }}
                as {{ flag }},
            {%- endfor %}
            cast(null as {{ dbt.type_string() }}) as overwritten_by,
            cast(null as timestamp) as overwritten_at,
            cast(null as timestamp) as source_changed_at,
            cast(null as {{ dbt.type_string() }}) as found_in_field,
            explanation,
            not_judged_because
        from sums
        union all
        select
            handoff_id,
            source_record_key,
            cast(null as {{ dbt.type_string() }}) as target_record_key,
            cast(null as {{ dbt.type_string() }}) as value_record_key,
            field,
            kind,
            authority,
            is_routing_input,
            false as is_comparable,
            has_source_history,
            has_target_history,
            cast(null as {{ dbt.type_string() }}) as source_normalised,
            cast(null as {{ dbt.type_string() }}) as target_normalised,
            'not_comparable' as verdict,
            {%- for flag in flags %} false as {{ flag }},{% endfor %}
            cast(null as {{ dbt.type_string() }}) as overwritten_by,
            cast(null as timestamp) as overwritten_at,
            cast(null as timestamp) as source_changed_at,
            cast(null as {{ dbt.type_string() }}) as found_in_field,
            unlinkable_because as explanation,
            unlinkable_because as not_judged_because
        from unlinkable
    )

select *
from final

with
    compared as (select * from {{ ref('audit_fidelity__compared_pairs') }}),

    fields as (select * from {{ ref('audit_fidelity__declared_fields') }}),

    translations as (select * from {{ ref('declared_field_values') }}),

    handoffs as (select * from {{ ref('declared_handoffs') }}),

    consent_words as (select * from {{ ref('declared_consent_words') }}),

    value_aliases as (select * from {{ ref('value_aliases') }}),

    placeholders as (select * from {{ ref('placeholders') }}),

    html_entities as (select * from {{ ref('html_entities') }}),

    addresses as {{ not_materialized() }} (
        select * from {{ ref('audit_matching__addresses') }} where is_valid
    ),

    limits as (select {{ audit_limit('truncated_length') }} as truncated_length),

    entities as ({{ entity_names('html_entities') }}),

    expanded as (
        select
            source_record_key,
            target_record_key,
            value_record_key,
            is_frozen,
            {{ element_rows('other_fields') }} as field_number,
            {{ element_rows('other_source_values') }} as source_value,
            {{ element_rows('other_target_values') }} as target_value
        from compared
    ),

    -- Compares each distinct pair of texts once, however many records contain it.
    contrasts as (select distinct field_number, source_value, target_value from expanded),

    -- A program's word for no value is no word of consent.
    written as (
        select
            fields.*,
            contrasts.source_value,
            contrasts.target_value,
            {%- for side in ['source', 'target'] %}
                case
                    when
                        fields.kind = 'consent'
                        and trim(contrasts.{{ side }}_value) in ({{ quoted_words(null_words()) }})
                    then null
                    else {{ joined_lines('fields.kind', 'contrasts.' ~ side ~ '_value') }}
                end as {{ side }}_written
                {{- ',' if not loop.last }}
            {%- endfor %}
        from contrasts
        inner join fields on contrasts.field_number = fields.field_number
    ),

    cleaned as (
        select
            written.*,
            {{ clean_value('written.source_written') }} as source_text,
            {{ clean_value('written.target_written') }} as target_text
        from written
    ),

    translated as (
        select
            cleaned.*,
            coalesce(source_words.consent_word, cleaned.source_text) as source_reading,
            coalesce(target_words.consent_word, cleaned.target_text) as target_reading,
            trim(translations.target_value) as translated_value
        from cleaned
        left join handoffs on cleaned.handoff_id = handoffs.handoff_id
        {%- for side, end in [('source', 'from'), ('target', 'to')] %}
            left join
                consent_words as {{ side }}_words
                on cleaned.kind = 'consent'
                and handoffs.{{ end }}_system = {{ side }}_words.system
                and handoffs.{{ end }}_object = {{ side }}_words.object
                and cleaned.{{ side }}_column = {{ side }}_words.column_name
                and lower(cleaned.{{ side }}_text) = {{ side }}_words.value_text
        {%- endfor %}
        left join
            translations
            on cleaned.handoff_id = translations.handoff_id
            and cleaned.field = translations.field
            and lower(cleaned.source_text) = lower(trim(translations.source_value))
    ),

    normalised as (
        select
            translated.*,
            case
                when translated.kind = 'consent' and translated.translated_value is not null
                then
                    {{ consent_form('translated.translated_value', reading_of('translated', 'target')) }}
                else
                    {{ normalise_value(
                    'translated.kind', 'translated.source_reading', reading_of('translated', 'source')
                ) }}
            end as source_form,
            {{ normalise_value(
            'translated.kind', 'translated.target_reading', reading_of('translated', 'target')
        ) }} as target_form,
            source_alias.value as source_alias,
            target_alias.value as target_alias,
            source_filler.placeholder is not null as is_source_filler,
            target_filler.placeholder is not null as is_target_filler,
            coalesce(
                translated.source_text in ({{ quoted_words(null_words()) }}), false
            ) as is_source_null_word,
            coalesce(
                translated.target_text in ({{ quoted_words(null_words()) }}), false
            ) as is_target_null_word
        from translated
        left join
            value_aliases as source_alias
            on translated.alias_domain = source_alias.domain
            and lower(translated.source_text) = source_alias.alias
        left join
            value_aliases as target_alias
            on translated.alias_domain = target_alias.domain
            and lower(translated.target_text) = target_alias.alias
        left join
            placeholders as source_filler
            on lower(translated.source_text) = source_filler.placeholder
        left join
            placeholders as target_filler
            on lower(translated.target_text) = target_filler.placeholder
    ),

    -- Properties of the two values, from the cheapest test to the most expensive.
    agreed as (
        select
            normalised.*,
            source_text is null or is_source_filler or is_source_null_word as is_source_empty,
            coalesce(lower(target_text) = default_value, false) as is_target_default,
            kind in ('date', 'timestamp')
            and coalesce(source_form = target_form, false)
            and not (
                {{ matches_pattern('source_text', '^[0-9]{4}-[0-9]{2}-[0-9]{2}') }}
                and {{ matches_pattern('target_text', '^[0-9]{4}-[0-9]{2}-[0-9]{2}') }}
            ) as is_other_notation,
            case
                when kind = 'consent'
                then
                    coalesce(
                        source_form = target_form
                        -- Without consent, no e-mail may be sent: as good as a refusal.
                        or (source_form <> 'not opted out' and target_form <> 'not opted out')
                        -- An unknown word on both sides.
                        or (
                            lower(source_text) = lower(target_text)
                            and translated_value is null
                            and source_means is not distinct from target_means
                        ),
                        false
                    )
                when source_text is null and target_text is null
                then true
                when source_text is null or target_text is null
                then false
                when source_form = target_form
                then true
                when source_alias = target_alias
                then true
                when
                    lower(translated_value) = lower(target_text)
                    or (
                        kind = 'boolean'
                        and {{ to_boolean('translated_value') }} = {{ to_boolean('target_text') }}
                    )
                then true
                when kind = 'money'
                then {{ is_same_rounded_amount('source_form', 'target_form') }}
                when kind = 'date'
                then
                    coalesce(
                        {{ utc_midnight_day('source_text') }} = target_form
                        or {{ utc_midnight_day('target_text') }} = source_form,
                        false
                    )
                when kind = 'timestamp'
                then
                    coalesce(
                        abs(
                            {{ epoch_microseconds('try_cast(source_form as timestamp)') }}
                            - {{ epoch_microseconds('try_cast(target_form as timestamp)') }}
                        )
                        < 1000000
                        * greatest(
                            coalesce(source_resolution_seconds, 0),
                            coalesce(target_resolution_seconds, 0),
                            coalesce({{ written_precision('source_text') }}, 0),
                            coalesce({{ written_precision('target_text') }}, 0)
                        ),
                        false
                    )
                when kind = 'phone'
                then {{ is_same_line('source_form', 'target_form') }}
                else false
            end as is_same_form,
            coalesce(
                case
                    when kind = 'consent' and source_form = 'no consent'
                    then
                        'no value in '''
                        || source_header
                        || ''' neither agrees to e-mail nor refuses it'
                end,
                {{ unread_because(
                'kind', 'source_text', 'source_form', reading_of('normalised', 'source'), 'source_header'
            ) }},
                {{ unread_because(
                'kind', 'target_text', 'target_form', reading_of('normalised', 'target'), 'target_header'
            ) }}
            ) as unread_because
        from normalised
    ),

    judged as (
        select
            agreed.field_number,
            agreed.kind,
            agreed.authority,
            agreed.source_value,
            agreed.target_value,
            agreed.source_form,
            agreed.target_form,
            agreed.translated_value,
            agreed.is_source_empty,
            agreed.unread_because,
            case
                when agreed.is_same_form and not agreed.is_other_notation
                then 'equal_after_normalising'
                -- Either side may refuse e-mail; a refusal overrides the consent of an
                -- earlier form.
                when
                    agreed.kind = 'consent'
                    and agreed.authority <> 'source'
                    and agreed.target_form = 'opted out'
                then 'later_refusal'
                -- A program wrote its word for no value as a text.
                when agreed.source_text is null and agreed.is_target_null_word
                then 'null_word'
                when agreed.target_text is null and agreed.is_source_null_word
                then 'blank'
                when agreed.is_source_null_word and agreed.is_target_null_word
                then 'equal_after_normalising'
                when agreed.is_target_null_word
                then 'placeholder'
                when agreed.unread_because is not null
                then 'unread'
                when
                    agreed.is_source_empty
                    and (
                        agreed.target_text is null
                        or agreed.is_target_filler
                        or agreed.is_target_default
                    )
                then 'equal_after_normalising'
                when agreed.source_text is null or agreed.is_source_null_word
                then 'unsourced'
                -- No value in an opt-out says that nobody refused: a value, no blank.
                when agreed.target_text is null and agreed.target_form is null
                then 'blank'
                when agreed.target_text is null and agreed.target_form = 'no consent'
                then 'blank'
                when agreed.is_target_filler
                then 'placeholder'
                when agreed.is_target_default
                then 'defaulted'
                when agreed.is_other_notation
                then 'reformatted'
                when {{ is_reformatted('agreed') }}
                then 'reformatted'
                when {{ is_encoding_damaged('agreed', 'entities.names') }}
                then 'encoding_damaged'
                when {{ is_type_damaged('agreed') }}
                then 'type_damaged'
                when {{ is_truncated('agreed', 'limits.truncated_length') }}
                then 'truncated'
            end as value_verdict
        from agreed
        cross join limits
        cross join entities
    ),

    final as (
        select
            fields.handoff_id,
            expanded.source_record_key,
            expanded.target_record_key,
            expanded.value_record_key,
            fields.field,
            fields.kind,
            fields.authority,
            fields.is_routing_input,
            fields.corrected_by,
            fields.has_source_history,
            fields.has_target_history,
            expanded.source_value,
            expanded.target_value,
            judged.source_form,
            judged.target_form,
            judged.translated_value,
            judged.is_source_empty,
            -- An address that the record lists beside its own is there.
            case
                when addresses.person_key is not null
                then 'equal_after_normalising'
                when
                    expanded.is_frozen
                    and judged.value_verdict is distinct from 'equal_after_normalising'
                then 'unread'
                else judged.value_verdict
            end as value_verdict,
            case
                when judged.value_verdict = 'unread'
                then judged.unread_because
                when
                    expanded.is_frozen
                    and judged.value_verdict is distinct from 'equal_after_normalising'
                then 'the record was converted, and the source may have changed since'
            end as not_judged_because
        from expanded
        inner join fields on expanded.field_number = fields.field_number
        inner join
            judged
            on expanded.field_number = judged.field_number
            and expanded.source_value is not distinct from judged.source_value
            and expanded.target_value is not distinct from judged.target_value
        left join
            addresses
            on expanded.target_record_key = addresses.person_key
            and case
                when fields.kind = 'email' then {{ email_normalised('expanded.source_value') }}
            end
            = addresses.email_normalised
    )

select *
from final

{#
    Whether only the letters outside ASCII changed: read in a wrong encoding (MÃ¼ller), replaced
    by question marks or by the replacement character, or left as HTML or URL codes. Read in any
    single-byte encoding, the ASCII part of a text survives; that is the test, so no list of broken
    letters is needed. Every HTML code is decoded, also where it was coded twice.

    names  see decode_entities.
#}
{% macro is_encoding_damaged(row, names) -%}
    {%- set source = row ~ '.source_text' -%}
    {%- set target = row ~ '.target_text' -%}
    {%- set source_ascii = replace_pattern(source, '[^ -~]') -%}
    {%- set target_ascii = replace_pattern(target, '[^ -~]') -%}
    {%- set decoded_source = visible_text(decode_entities(source, names)) -%}
    {%- set decoded_target = visible_text(decode_entities(target, names)) -%}
    case
        when {{ row }}.kind in ('number', 'money', 'date', 'timestamp', 'boolean', 'consent')
        then false
        when
            {{ source_ascii }} <> {{ source }}
            and (
                ({{ source_ascii }} = {{ target_ascii }} and {{ source_ascii }} <> '')
                or {{ replace_pattern(source, '[^ -~]+', '?') }}
                = {{ replace_pattern(target, '([?]|[^ -~])+', '?') }}
                or {{ replace_pattern(target, '&[a-zA-Z]+;|&#[0-9]+;') }} = {{ source_ascii }}
            )
        then true
        when {{ source }} like '%&%;%' or {{ target }} like '%&%;%'
        then
            lower({{ decoded_source }}) = lower({{ decoded_target }})
            or lower({{ decoded_source }}) = lower({{ decode_entities(decoded_target, names) }})
        when {{ matches_pattern(target, '%2[0-9A-F]') }}
        then
            replace(
                replace(
                    replace(replace(replace({{ target }}, '%20', ' '), '%26', '&'), '%2C', ','),
                    '%2F',
                    '/'
                ),
                '%2B',
                '+'
            )
            = {{ source }}
        else false
    end
{%- endmacro %}

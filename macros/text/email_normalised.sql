{#
    An address for matching people: email_address without +tag, and without dots at gmail.
#}
{% macro email_normalised(text) -%}
    {%- set address = bare_address(text) -%}
    case
        when not ({{ is_address(address) }})
        then null
        when {{ address }} like '%@gmail.com' or {{ address }} like '%@googlemail.com'
        then replace(split_part(split_part({{ address }}, '@', 1), '+', 1), '.', '') || '@gmail.com'
        else
            split_part(split_part({{ address }}, '@', 1), '+', 1)
            || '@'
            || split_part({{ address }}, '@', 2)
    end
{%- endmacro %}

{#
    The address in a text, in lower case: without blanks of any kind, `mailto:`, quotes, a name
    before it (`Ada Lee <ada@acme.example>`) and a mark at its end. Null if the text has no
    address or several.
#}
{% macro email_address(text) -%}
    {%- set address = bare_address(text) -%}
    case when {{ is_address(address) }} then {{ address }} end
{%- endmacro %}

{% macro bare_address(text) -%}
    {%- set edge = " ''\"`‘’“”„«»().,;:" -%}
    {%- set in_brackets = replace_pattern(
        'lower(' ~ visible_text(text) ~ ')', '^[^<]*<|>[^>]*$'
    ) | trim -%}
    {#- Most texts are an address and nothing else. -#}
    case
        when {{ matches_pattern(text, '^[a-zA-Z0-9_][!-9;=@-~]*[a-zA-Z0-9]$') }}
        then lower({{ text }})
        else
            {{ replace_pattern(
                in_brackets, '^[' ~ edge ~ ']*(mailto:)?[' ~ edge ~ ']*|[' ~ edge ~ ']+$|[?].*$'
            ) | trim }}
    end
{%- endmacro %}

{% macro is_address(address) -%}
    {{ address }} like '%_@_%._%'
    and {{ address }} not like '%@%@%'
    and {{ address }} not like '% %'
    and {{ address }} not like '+%'
{%- endmacro %}

{#
    Whether a value can be parsed without the format of its file: a cheap test that nearly every
    value passes. Times: ISO, with or without a zone that is unmistakable. Numbers: digits, with a
    decimal point before one or two of them. Ids: no possible damage by a spreadsheet; written as
    a case, because its branches are evaluated only on demand. Its first branch is true for most ids
    of Salesforce.
#}
{% macro is_plain_value(kind, text) -%}
    {%- if kind == 'time' -%} {{ is_iso(text) }} and {{ iso_ts(text) }} is not null
    {%- elif kind == 'number' -%}
        try_cast({{ text }} as decimal(38, 6)) is not null
        and (
            {{ text }} not like '%.%'
            or substr({{ text }}, -3, 1) = '.'
            or substr({{ text }}, -2, 1) = '.'
        )
    {%- else -%}
        case
            when
                {{ text }} like '00%'
                and length({{ text }}) = 18
                and lower({{ text }}) <> {{ text }}
            then true
            when
                {{ text }} like '%+%'
                or {{ text }} like '%.%'
                or {{ text }} like '#%'
                or {{ text }} like '=%'
            then false
            when length({{ text }}) < 12
            then {{ text }} not like '%-%' or substr({{ text }}, 1, 1) between 'a' and 'z'
            when substr({{ text }}, -1) between 'A' and 'Z'
            then true
            when
                substr({{ text }}, -1) = '0'
                and length({{ text }}) > 15
                and try_cast({{ text }} as decimal(38, 0)) is not null
            then false
            when
                length({{ text }}) in (15, 18)
                and (
                    {{ text }} like '00%'
                    or {{ text }} like 'a__0%'
                    or {{ text }} like '701%'
                    or {{ text }} like '500%'
                )
            then lower({{ text }}) <> {{ text }} or try_cast({{ text }} as bigint) is not null
            else true
        end
    {%- endif -%}
{%- endmacro %}

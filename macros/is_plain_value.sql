{#
    Whether a value is written so that it can be read without knowing its file: the cheap test that nearly every
    value passes. Times: ISO, with or without a zone that is unmistakable. Numbers: digits, with a decimal point
    before one or two of them. Ids: nothing a spreadsheet could have done to them.
#}
{% macro is_plain_value(kind, text) -%}
    {%- if kind == 'time' -%}
        {{ is_iso(text) }} and {{ iso_ts(text) }} is not null
    {%- elif kind == 'number' -%}
        try_cast({{ text }} as decimal(38, 6)) is not null
        and ({{ text }} not like '%.%' or substr({{ text }}, -3, 1) = '.' or substr({{ text }}, -2, 1) = '.')
    {%- else -%}
        {{ text }} not like '%+%' and {{ text }} not like '%.%' and {{ text }} not like '#%'
        and not (length({{ text }}) < 10 and {{ text }} like '%-%')
        and not (length({{ text }}) < 15 and {{ text }} like '0%' and try_cast({{ text }} as bigint) is not null)
        and not (length({{ text }}) > 15 and {{ text }} like '%0')
        and not (length({{ text }}) in (15, 18) and lower({{ text }}) = {{ text }} and try_cast({{ text }} as bigint) is null)
    {%- endif -%}
{%- endmacro %}

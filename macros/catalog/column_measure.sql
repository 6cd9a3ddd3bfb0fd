{#
    What a column profile counts, as an aggregate over the values of a column. The loader uses the same
    SQL for the files that it loads: `make docs` writes it to ingest/profile/measures.json.

    measure
      filled_values  not null.
      plain_values   in standard form: parsed without the format of the column.
      last_iso_day   times: the highest day of the month among ISO dates. It matters only beside
                     values in no standard form, and is null for columns without one.
      point_values   numbers: a point before two decimals, and no comma.
      padded_values  ids: whole numbers with leading zeros. Digits with the length of a Salesforce
                     id may be one.
    kind     time, number or id: how the column is parsed.
    text     expression of its values.
#}
{% macro column_measure(measure, kind, text) -%}
    {%- if measure == 'filled_values' -%} count({{ text }})
    {%- elif measure == 'plain_values' -%}
        count(case when {{ is_plain_value(kind, text) }} then {{ text }} end)
    {%- elif measure == 'last_iso_day' and kind == 'time' -%}
        max(case when substr({{ text }}, 5, 1) = '-' then substr({{ text }}, 9, 2) end)
    {%- elif measure == 'point_values' and kind == 'number' -%}
        count_if(substr({{ text }}, -3, 1) = '.' and {{ text }} not like '%,%')
    {%- elif measure == 'padded_values' and kind == 'id' -%}
        count(
            case
                when
                    {{ text }} like '0%'
                    and length({{ text }}) < 15
                    and substr({{ text }}, -1) between '0' and '9'
                then try_cast({{ text }} as bigint)
            end
        )
    {%- elif measure == 'last_iso_day' -%} cast(null as {{ dbt.type_string() }})
    {%- else -%} cast(0 as bigint)
    {%- endif -%}
{%- endmacro %}


{# The measures of a profile, in the order of the columns of raw_handoff.column_profiles. #}
{% macro column_measures() %}
    {{ return(['filled_values', 'plain_values', 'last_iso_day', 'point_values', 'padded_values']) }}
{% endmacro %}

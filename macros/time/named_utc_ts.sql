{# Parses a time that is not ISO and ends in UTC or GMT: Tue, 15 Apr 2021 10:00:00 GMT. #}
{% macro named_utc_ts(text, order) -%}
    {%- set mark = ' ?(UTC|GMT|[+-]00:?00)$' -%}
    case
        when {{ matches_pattern(text, mark) }}
        then {{ local_ts(replace_pattern(text, mark), order) }}
    end
{%- endmacro %}

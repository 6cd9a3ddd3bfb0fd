{# One row per step (hour or day) from `first` to `last`, both included. #}
{% macro range_rows(first, last, unit) %}
    {{ return(adapter.dispatch('range_rows')(first, last, unit)) }}
{% endmacro %}

{% macro duckdb__range_rows(first, last, unit) -%}
    unnest(generate_series({{ first }}, {{ last }}, interval 1 {{ unit }}))
{%- endmacro %}

{% macro spark__range_rows(first, last, unit) -%}
    explode(sequence({{ first }}, {{ last }}, interval 1 {{ unit }}))
{%- endmacro %}

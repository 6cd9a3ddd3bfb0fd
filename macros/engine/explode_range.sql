{# One row per step (hour or day) from `first` to `last`, both included. #}
{% macro explode_range(first, last, unit) %}
    {{ return(adapter.dispatch('explode_range')(first, last, unit)) }}
{% endmacro %}

{% macro duckdb__explode_range(first, last, unit) -%}
    unnest(generate_series({{ first }}, {{ last }}, interval 1 {{ unit }}))
{%- endmacro %}

{% macro spark__explode_range(first, last, unit) -%}
    explode(sequence({{ first }}, {{ last }}, interval 1 {{ unit }}))
{%- endmacro %}

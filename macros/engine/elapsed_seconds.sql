{# Whole seconds between two timestamps, towards zero; negative when `until` is earlier. #}
{% macro elapsed_seconds(since, until) %}
    {{ return(adapter.dispatch('elapsed_seconds')(since, until)) }}
{% endmacro %}

{% macro duckdb__elapsed_seconds(since, until) -%}
    divide(epoch_us({{ until }}) - epoch_us({{ since }}), 1000000)
{%- endmacro %}

{% macro spark__elapsed_seconds(since, until) -%}
    (
        (
            unix_micros(cast({{ until }} as timestamp))
            - unix_micros(cast({{ since }} as timestamp))
        ) div 1000000
    )
{%- endmacro %}

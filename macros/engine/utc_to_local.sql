{# A naive UTC timestamp as the clock of a zone shows it. Both are SQL expressions. #}
{% macro utc_to_local(stamp, zone) %}
    {{ return(adapter.dispatch('utc_to_local')(stamp, zone)) }}
{% endmacro %}

{% macro duckdb__utc_to_local(stamp, zone) -%}
    timezone({{ zone }}, timezone('UTC', {{ stamp }}))
{%- endmacro %}

{% macro spark__utc_to_local(stamp, zone) -%}
    cast(from_utc_timestamp(cast({{ stamp }} as timestamp), {{ zone }}) as timestamp_ntz)
{%- endmacro %}

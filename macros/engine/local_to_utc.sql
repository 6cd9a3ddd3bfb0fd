{# A wall-clock time of a named zone as UTC, with the daylight saving of that day. #}
{% macro local_to_utc(moment, zone) %}
    {{ return(adapter.dispatch('local_to_utc')(moment, zone)) }}
{% endmacro %}

{% macro duckdb__local_to_utc(moment, zone) -%}
    timezone('UTC', timezone({{ zone }}, {{ moment }}))
{%- endmacro %}

{% macro spark__local_to_utc(moment, zone) -%}
    to_utc_timestamp({{ moment }}, {{ zone }})
{%- endmacro %}

{# A naive UTC timestamp as the wall-clock time of a named zone. #}
{% macro utc_to_local(moment, zone) %}
    {{ return(adapter.dispatch('utc_to_local')(moment, zone)) }}
{% endmacro %}

{% macro duckdb__utc_to_local(moment, zone) -%}
    timezone({{ zone }}, timezone('UTC', {{ moment }}))
{%- endmacro %}

{% macro spark__utc_to_local(moment, zone) -%}
    from_utc_timestamp({{ moment }}, {{ zone }})
{%- endmacro %}

{# A timestamp moved by a whole number of seconds. #}
{% macro add_seconds(moment, seconds) %}
    {{ return(adapter.dispatch('add_seconds')(moment, seconds)) }}
{% endmacro %}

{% macro duckdb__add_seconds(moment, seconds) -%}
    ({{ moment }} + to_seconds({{ seconds }}))
{%- endmacro %}

{% macro spark__add_seconds(moment, seconds) -%}
    timestampadd(second, {{ seconds }}, {{ moment }})
{%- endmacro %}

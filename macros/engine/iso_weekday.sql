{# Day of the week: 1 Monday to 7 Sunday. #}
{% macro iso_weekday(day) %} {{ return(adapter.dispatch('iso_weekday')(day)) }}{% endmacro %}

{% macro duckdb__iso_weekday(day) -%} isodow({{ day }}) {%- endmacro %}

{% macro spark__iso_weekday(day) -%}(weekday({{ day }}) + 1) {%- endmacro %}

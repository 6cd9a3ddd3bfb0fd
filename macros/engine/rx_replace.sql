{# Replaces every match of a pattern. Write classes as [.] and [^0-9], never backslashes. #}
{% macro rx_replace(text, pattern, replacement="") %}
    {{ return(adapter.dispatch('rx_replace')(text, pattern, replacement)) }}
{% endmacro %}

{% macro default__rx_replace(text, pattern, replacement) %}
    regexp_replace({{ text }}, '{{ pattern }}', '{{ replacement }}', 'g')
{% endmacro %}

{% macro spark__rx_replace(text, pattern, replacement) %}
    regexp_replace({{ text }}, '{{ pattern }}', '{{ replacement }}')
{% endmacro %}

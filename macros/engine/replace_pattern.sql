{# Replaces every match of a pattern. Write classes as [.] and [^0-9], never backslashes. #}
{% macro replace_pattern(text, pattern, replacement="") %}
    {{ return(adapter.dispatch('replace_pattern')(text, pattern, replacement)) }}
{% endmacro %}

{% macro default__replace_pattern(text, pattern, replacement) %}
    regexp_replace({{ text }}, '{{ pattern }}', '{{ replacement }}', 'g')
{% endmacro %}

{% macro spark__replace_pattern(text, pattern, replacement) %}
    regexp_replace({{ text }}, '{{ pattern }}', '{{ replacement }}')
{% endmacro %}

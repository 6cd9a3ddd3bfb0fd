{# Whether a text matches a pattern somewhere. Write classes as [.] and [^0-9], never backslashes. #}
{% macro rx_like(text, pattern) %}
    {{ return(adapter.dispatch('rx_like')(text, pattern)) }}
{% endmacro %}

{% macro default__rx_like(text, pattern) %}
    regexp_matches({{ text }}, '{{ pattern }}')
{% endmacro %}

{% macro spark__rx_like(text, pattern) %}({{ text }} rlike '{{ pattern }}'){% endmacro %}

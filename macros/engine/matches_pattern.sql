{# Whether a text matches a pattern somewhere. Write classes as [.] and [^0-9], never backslashes. #}
{% macro matches_pattern(text, pattern) %}
    {{ return(adapter.dispatch('matches_pattern')(text, pattern)) }}
{% endmacro %}

{% macro default__matches_pattern(text, pattern) %}
    regexp_matches({{ text }}, '{{ pattern }}')
{% endmacro %}

{% macro spark__matches_pattern(text, pattern) %}({{ text }} rlike '{{ pattern }}'){% endmacro %}

{# Removes the space before an offset: shops write 2026-03-01 10:00:00 -0500. #}
{% macro join_offset(text) %} replace(replace({{ text }}, ' +', '+'), ' -', '-'){% endmacro %}

{# A status value for comparing: a label and its internal name (Closed Won, closed_won, closedwon) are one. #}
{% macro stage_text(text) -%} lower(translate({{ text }}, ' _-', '')) {%- endmacro %}

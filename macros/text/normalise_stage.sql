{# A status value for comparing: a label and its internal name (Closed Won, closed_won, closedwon) are one. #}
{% macro normalise_stage(text) -%} lower(translate({{ text }}, ' _-', '')) {%- endmacro %}

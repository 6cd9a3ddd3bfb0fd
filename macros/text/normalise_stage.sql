{#
    A status value for comparison: a label and its internal names (Closed Won, closed_won,
    closedwon) become equal.
#}
{% macro normalise_stage(text) -%} lower(translate({{ text }}, ' _-', '')) {%- endmacro %}

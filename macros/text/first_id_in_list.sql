{# The first of a list of ids in a cell: `12;34`, `12,34` or the JSON list ["12", "34"]. #}
{% macro first_id_in_list(text) -%}
    nullif(split_part(translate({{ text }}, ',[]" ', ';'), ';', 1), '')
{%- endmacro %}

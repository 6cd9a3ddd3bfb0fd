{% macro is_epoch(text) -%}
    {{ matches_pattern(text, '^[0-9]{10}([0-9]{3}|[0-9]{6})?([.,][0-9]*)?$') }}
{%- endmacro %}

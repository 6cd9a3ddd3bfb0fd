{# Schemas are the layers that users see (`audit.…`, `results.…`), never `main_audit`. #}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ custom_schema_name | trim if custom_schema_name else target.schema }}
{%- endmacro %}

{# The normalised key of a raw table of the catalog. #}
{% macro catalog_key(table, alias) -%}
    {%- if table['key_kind'] == 'salesforce_id' -%}
        {{ salesforce_id(alias ~ '.' ~ adapter.quote(table['key'])) }}
    {%- else -%}
        {{ null_token(alias ~ '.' ~ adapter.quote(table['key'])) }}
    {%- endif -%}
{%- endmacro %}

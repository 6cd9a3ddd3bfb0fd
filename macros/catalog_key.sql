{# The normalised key of a raw table of the catalog; the query joins `read_values` (see time_of). #}
{% macro catalog_key(table, alias) -%}
    {{ id_of(table['key'], table['key_kind'], alias) }}
{%- endmacro %}

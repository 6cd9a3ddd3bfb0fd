{#
    The normalised key of a raw table of the catalog; the query joins `read_values` (see time_of)
    and, for a mapped table, `systems` (see null_token).
#}
{% macro catalog_key(table, alias) -%}
    {{ id_of(table['key'], table['key_kind'], alias, table['vendor']) }}
{%- endmacro %}

{# A raw table of the catalog as a quoted relation. #}
{% macro raw_relation(table) -%}
    {{ api.Relation.create(database=target.database, schema=table['schema'], identifier=table['table']) }}
{%- endmacro %}

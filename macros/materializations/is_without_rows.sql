{#
    Whether none of the raw tables of its vendor that a model reads has a row, directly or through
    other models of the vendor. Such a view has no row either: the company does not have the vendor,
    or did not export the object. What a model only looks up does not count: owners, tables of the
    loader, the declared stack. A test compares such views with an empty company.

    model   node of a view in staging or intermediate; others return false.
#}
{% macro is_without_rows(model) %}
    {%- set tables = raw_tables_behind(model) -%}
    {%- if not tables -%} {{ return(false) }} {%- endif -%}
    {%- set filled = [] -%}
    {%- for table in tables | unique -%}
        {%- do filled.append('exists (select 1 from ' ~ table ~ ')') -%}
    {%- endfor -%}
    {{ return(not run_query('select ' ~ filled | join(' or ')).columns[0].values()[0]) }}
{% endmacro %}


{# The raw tables behind a model of staging or intermediate. #}
{% macro raw_tables_behind(node) %}
    {%- set found = [] -%}
    {%- if node.fqn[1] in ['staging', 'intermediate'] -%}
        {%- for parent in node.depends_on.nodes -%}
            {%- if parent.startswith('source.') -%}
                {%- set source_node = graph.sources[parent] -%}
                {%- if source_node.schema.startswith('raw_') and source_node.schema != 'raw_handoff' -%}
                    {%- do found.append(source_node.relation_name) -%}
                {%- endif -%}
            {%- elif graph.nodes[parent].fqn[:3] in [['handoff', 'staging', node.fqn[2]], ['handoff', 'intermediate', node.fqn[2]]] -%}
                {%- do found.extend(raw_tables_behind(graph.nodes[parent])) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(found) }}
{% endmacro %}

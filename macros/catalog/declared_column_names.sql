{# Raw columns the stack names anywhere, as a list; empty while parsing. #}
{% macro declared_column_names() %}
    {%- set names = [] -%}
    {%- if execute and load_relation(ref('declared_columns')) is not none -%}
        {%- for row in run_query("select distinct column_name from " ~ ref('declared_columns') ~ " where column_name is not null") -%}
            {%- do names.append(row[0]) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(names) }}
{% endmacro %}

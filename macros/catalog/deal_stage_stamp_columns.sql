{# Raw columns of HubSpot deals that say when a stage was entered, in the order of the file; empty while parsing. #}
{% macro deal_stage_stamp_columns() %}
    {%- set names = [] -%}
    {%- set columns = source('raw_handoff', 'columns') -%}
    {%- if execute and load_relation(columns) is not none -%}
        {%- set rows = run_query(
            "select column_name, min(position) as place from " ~ columns
            ~ " where vendor = 'hubspot' and object = 'deal' and lower(header) like 'date entered \"%'"
            ~ " group by column_name order by place, column_name"
        ) -%}
        {%- for row in rows -%} {%- do names.append(row[0]) -%} {%- endfor -%}
    {%- endif -%}
    {{ return(names) }}
{% endmacro %}

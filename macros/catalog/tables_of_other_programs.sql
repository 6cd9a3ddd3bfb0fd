{#
    The raw tables, as `schema.table`, that do not have as many rows as the loader stored: another
    program wrote them in place, or added or removed rows. Profiles and records of the loader do not
    describe them, so the models measure them as a whole. Their rows need _system, _file and _row.
    Empty while parsing, and for a database that the loader wrote alone.
#}
{% macro tables_of_other_programs() %}
    {%- set counts = [] -%}
    {%- for name in (tables_with_rows() if execute else [])
        if name.startswith('raw_') and not name.startswith('raw_handoff.') -%}
        {%- do counts.append(
            "select " ~ dbt.string_literal(name) ~ " as name, count(*) as stored from " ~ name
        ) -%}
    {%- endfor -%}
    {%- if not counts -%} {{ return([]) }} {%- endif -%}
    {%- set rows = run_query(
        "with counted as (" ~ counts | join(" union all ") ~ "),"
        ~ " loaded as (select table_schema || '.' || table_name as name, sum(rows_loaded) as loaded"
        ~ " from " ~ source('raw_handoff', 'files') ~ " group by 1)"
        ~ " select counted.name from counted left join loaded on counted.name = loaded.name"
        ~ " where counted.stored <> coalesce(loaded.loaded, 0) order by 1"
    ) -%}
    {{ return(rows.columns[0].values() | list) }}
{% endmacro %}


{# Whether what the loader stored about a table describes all of its rows. #}
{% macro is_written_by_loader(relation) -%}
    {%- set others = tables_of_other_programs() -%}
    {%- if others -%}
        {{ relation }}.table_schema || '.' || {{ relation }}.table_name not in (
            {%- for name in others -%}
                {{ dbt.string_literal(name) }}{{ ', ' if not loop.last }}
            {%- endfor -%}
        )
    {%- else -%} true
    {%- endif -%}
{%- endmacro %}

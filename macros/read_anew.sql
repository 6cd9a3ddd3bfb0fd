{#
    Between `as` and the bracket of an import: DuckDB keeps a copy of every CTE it reads twice, and of a large
    table that copy costs more than reading it again. Spark never keeps one.
#}
{% macro read_anew() %}{{ return(adapter.dispatch('read_anew')()) }}{% endmacro %}

{% macro duckdb__read_anew() %}not materialized{% endmacro %}

{% macro spark__read_anew() %}{% endmacro %}

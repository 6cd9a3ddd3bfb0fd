{#
    Between `as` and the bracket of an import: DuckDB keeps a copy of every CTE it reads twice,
    and of a large table that copy costs more than reading it again. Spark never keeps one.
#}
{% macro not_materialized() %} {{ return(adapter.dispatch('not_materialized')()) }}{% endmacro %}

{% macro duckdb__not_materialized() %} not materialized{% endmacro %}

{% macro spark__not_materialized() %} {% endmacro %}

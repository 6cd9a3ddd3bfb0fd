{#
    Between `as` and the bracket of a CTE: DuckDB computes it once and keeps it, where it would compute
    its expressions again for each reader.
#}
{% macro materialized() %} {{ return(adapter.dispatch('materialized')()) }}{% endmacro %}

{% macro duckdb__materialized() %} materialized{% endmacro %}

{% macro spark__materialized() %} {% endmacro %}

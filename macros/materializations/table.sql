{# A table in one statement (see replace_relation). #}
{% materialization table, adapter='duckdb' %}
    {{ return(replace_relation('table', compiled_code)) }}
{% endmaterialization %}

{#
    The declared stage of every status value of a system and object: a query over
    declared_stage_values, one row per value in any spelling (see normalise_stage).
#}
{% macro stage_of_value(stage_values) -%}
    select system, object, {{ normalise_stage('value') }} as value_text, min(stage) as stage
    from {{ stage_values }}
    group by 1, 2, 3
{%- endmacro %}

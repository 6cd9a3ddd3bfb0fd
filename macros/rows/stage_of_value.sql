{#
    The declared stage of every status value of a system, object and pipeline today: a query over
    declared_stage_values, one row per value in any spelling (see normalise_stage). A value whose
    meaning changed has its last one.
#}
{% macro stage_of_value(stage_values) -%}
    select system, object, pipeline_text, value_text, min(stage) as stage
    from
        (
            select
                system,
                object,
                {{ normalise_stage('pipeline') }} as pipeline_text,
                {{ normalise_stage('value') }} as value_text,
                stage,
                coalesce(
                    valid_until,
                    date '9999-12-31'
                ) = max(coalesce(valid_until, date '9999-12-31')) over (
                    partition by
                        system,
                        object,
                        {{ normalise_stage('pipeline') }},
                        {{ normalise_stage('value') }}
                ) as is_last
            from {{ stage_values }}
        ) as periods
    where is_last
    group by 1, 2, 3, 4
{%- endmacro %}

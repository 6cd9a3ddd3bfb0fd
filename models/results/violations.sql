{# The records every check objects to, copied out of the evidence. #}
-- depends_on: {{ ref('check_counts') }}
{% set nodes = check_nodes() %}
{% set evidence = evidence_relations() %}
{% set selects = [] %}
{% for node in nodes %}
    {% set relation = evidence.get(node.alias | lower) %}
    {% if relation is not none %}
        {% do selects.append(
            'select ' ~ text_literal(node.name) ~ ' as check_id, handoff_id, record_id from '
            ~ relation ~ ' where is_violation'
        ) %}
    {% endif %}
{% endfor %}

{% if selects %}
{{ selects | join('\nunion all\n') }}
{% else %}
select
    cast(null as {{ dbt.type_string() }}) as check_id,
    cast(null as {{ dbt.type_string() }}) as handoff_id,
    cast(null as {{ dbt.type_string() }}) as record_id
where false
{% endif %}

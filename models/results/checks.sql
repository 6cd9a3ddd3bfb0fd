{# The catalogue of checks, read from the files under tests/checks. #}
{% set nodes = check_nodes() %}

with
    final as (
        {% for node in nodes -%}
            {%- set meta = node.config.meta %}
            select
                {{ text_literal(node.name) }} as check_id,
                {{ text_literal(node.fqn[-2]) }} as area,
                {{ text_literal(meta.claim) }} as claim,
                {{ text_literal(meta.owner) }} as owner,
                {{ text_literal(meta.severity) }} as severity,
                {{ text_literal(meta.harm) }} as harm,
                {{ text_literal(meta.cause) }} as cause,
                {{ text_literal(meta.effort) }} as effort,
                {{ meta.reversible }} as is_reversible,
                cast({{ meta.tolerance }} as decimal(9, 6)) as tolerance,
                {{ text_literal(meta['items'] | join(', ')) }} as checklist_items,
                {{ text_literal(meta.remedy) }} as remedy,
                {{ text_literal(meta.optional | join(', ')) }} as optional_inputs,
                {{ text_literal(node.original_file_path) }} as file_path
            {% if not loop.last %}
                union all
            {% endif %}
        {%- else %}
            {{ empty_relation({
            'check_id': 'string', 'area': 'string', 'claim': 'string', 'owner': 'string',
            'severity': 'string', 'harm': 'string', 'cause': 'string', 'effort': 'string',
            'is_reversible': 'boolean', 'tolerance': 'decimal(9, 6)', 'checklist_items': 'string',
            'remedy': 'string',
            'optional_inputs': 'string', 'file_path': 'string',
        }) }}
        {%- endfor %}
    )

select *
from final
